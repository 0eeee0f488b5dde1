package dev.ingestion.app.engine;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.ingestion.adapters.tika.TikaModule;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.ManagedResource;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The real parser, with processes that serve every workbench of this JVM: to start one takes longer
 * than most tests. They end with the JVM.
 */
final class SharedParser {
  private static final DocumentParser PARSER = start();

  private SharedParser() {}

  static DocumentParser parser() {
    return PARSER;
  }

  private static DocumentParser start() {
    TikaModule module = new TikaModule();
    Configuration configuration =
        ConfigurationLoader.load(
            InstalledModules.discover().settings(),
            new ConfigurationSources(
                null, Map.of(), Map.of("ingestion.data-root", dataRoot().toString())));
    Injector injector =
        Guice.createInjector(
            new AbstractModule() {
              @Override
              protected void configure() {
                Workbench.bindBasics(binder(), configuration);
                install(module);
              }
            });
    injector
        .getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {}))
        .forEach(ManagedResource::start);
    return injector
        .getInstance(Key.get(new TypeLiteral<Map<String, DocumentParser>>() {}))
        .get(TikaModule.NAME);
  }

  /** One for each JVM, for its start empties it. */
  private static Path dataRoot() {
    return Path.of("target", "shared-parser", Long.toString(ProcessHandle.current().pid()))
        .toAbsolutePath();
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.logging.ConsoleLog;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.app.wiring.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What commands share. Modules and settings are read only when a command asks for them. */
final class CommandContext {
  private final Terminal terminal;
  private final Supplier<InstalledModules> modules;
  private final Map<String, String> environment;
  private final GlobalOptions options;

  CommandContext(
      Terminal terminal,
      Supplier<InstalledModules> modules,
      Map<String, String> environment,
      GlobalOptions options) {
    this.terminal = terminal;
    this.modules = modules;
    this.environment = environment;
    this.options = options;
  }

  Terminal terminal() {
    return terminal;
  }

  Configuration configuration() {
    return configuration(modules.get());
  }

  Platform assemble() {
    ConsoleLog.install();
    InstalledModules installed = modules.get();
    return Platform.assemble(installed, configuration(installed));
  }

  private Configuration configuration(InstalledModules installed) {
    return ConfigurationLoader.load(
        installed.settings(),
        new ConfigurationSources(configurationFile(), environment, options.settings));
  }

  private @Nullable Path configurationFile() {
    if (options.config != null) {
      return options.config;
    }
    String home = environment.get("INGESTION_HOME");
    if (home == null) {
      return null;
    }
    Path usual = Path.of(home, "conf", "ingestion.conf");
    return Files.exists(usual) ? usual : null;
  }
}

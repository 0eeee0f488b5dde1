package dev.ingestion.adapters.tika;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.util.List;

/**
 * Offers the parser under the name {@value #NAME}. Needs {@link TikaConfig}, {@link
 * ParserProcessConfig} and {@link dev.ingestion.ports.out.DataRoot} bound.
 */
public final class TikaModule extends AbstractModule implements ConfiguredModule {
  /** The name by which a configuration chooses this adapter. */
  public static final String NAME = "tika";

  private static final Key<DocumentParser> PARSER =
      Key.get(DocumentParser.class, Names.named(NAME));
  private static final Key<ManagedResource> RESOURCE =
      Key.get(ManagedResource.class, Names.named(NAME));

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(
        new SettingsDeclaration<>("parser", TikaConfig.class),
        new SettingsDeclaration<>("parser", ParserProcessConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    MapBinder.newMapBinder(binder(), String.class, DocumentParser.class)
        .addBinding(NAME)
        .to(PARSER);
    Multibinder.newSetBinder(binder(), ManagedResource.class).addBinding().to(RESOURCE);
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(ProcessHost.class).in(Singleton.class);
      bind(ParserHost.class).to(ProcessHost.class);
      bind(TikaDocumentParser.class).in(Singleton.class);
      bind(PARSER).to(TikaDocumentParser.class);
      bind(RESOURCE).to(ProcessHost.class);
      expose(PARSER);
      expose(RESOURCE);
    }
  }
}

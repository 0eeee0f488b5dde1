package dev.ingestion.adapters.lucene;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.util.List;

/**
 * Offers the Lucene index under the name {@value #NAME}. Needs {@link LuceneConfig} and {@link
 * dev.ingestion.ports.out.DataRoot} bound.
 */
public final class LuceneModule extends AbstractModule implements ConfiguredModule {
  /** The name by which a configuration chooses this adapter. */
  public static final String NAME = "lucene";

  private static final Key<ChunkIndex> INDEX = Key.get(ChunkIndex.class, Names.named(NAME));
  private static final Key<HealthCheck> CHECK = Key.get(HealthCheck.class, Names.named(NAME));
  private static final Key<ManagedResource> RESOURCE =
      Key.get(ManagedResource.class, Names.named(NAME));

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(new SettingsDeclaration<>("lucene", LuceneConfig.class));
  }

  @Override
  protected void configure() {
    install(new Internals());
    MapBinder.newMapBinder(binder(), String.class, ChunkIndex.class).addBinding(NAME).to(INDEX);
    Multibinder.newSetBinder(binder(), ManagedResource.class).addBinding().to(RESOURCE);
    Multibinder.newSetBinder(binder(), HealthCheck.class).addBinding().to(CHECK);
  }

  private static final class Internals extends PrivateModule {
    @Override
    protected void configure() {
      bind(IndexFolders.class);
      bind(LuceneChunkIndex.class).in(Singleton.class);
      bind(INDEX).to(LuceneChunkIndex.class);
      bind(RESOURCE).to(LuceneChunkIndex.class);
      bind(IndexCheck.class);
      bind(CHECK).to(IndexCheck.class);
      expose(INDEX);
      expose(RESOURCE);
      expose(CHECK);
    }
  }
}

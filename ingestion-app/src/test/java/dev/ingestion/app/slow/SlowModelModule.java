package dev.ingestion.app.slow;

import com.google.inject.AbstractModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import dev.ingestion.ports.out.EmbeddingModel;

/** Contributes the embedding model {@code slow}. */
public final class SlowModelModule extends AbstractModule {
  @Override
  protected void configure() {
    bind(SlowModel.class).in(Singleton.class);
    MapBinder.newMapBinder(binder(), String.class, EmbeddingModel.class)
        .addBinding("slow")
        .to(SlowModel.class);
  }
}

package dev.ingestion.adapters.onnx;

import com.google.inject.AbstractModule;
import com.google.inject.Key;
import com.google.inject.PrivateModule;
import com.google.inject.Singleton;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.name.Names;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.util.List;

/** Contributes the embedding model {@code minilm}. */
public final class OnnxModule extends AbstractModule implements ConfiguredModule {
  private static final Key<EmbeddingModel> MODEL =
      Key.get(EmbeddingModel.class, Names.named("minilm"));
  private static final Key<ManagedResource> SESSIONS =
      Key.get(ManagedResource.class, Names.named("minilm"));

  @Override
  public List<SettingsDeclaration<?>> settings() {
    return List.of(new SettingsDeclaration<>("embedding", OnnxConfig.class));
  }

  @Override
  protected void configure() {
    install(new Implementations());
    MapBinder.newMapBinder(binder(), String.class, EmbeddingModel.class)
        .addBinding("minilm")
        .to(MODEL);
    Multibinder.newSetBinder(binder(), ManagedResource.class).addBinding().to(SESSIONS);
  }

  private static final class Implementations extends PrivateModule {
    @Override
    protected void configure() {
      bind(NativeLibraries.class).in(Singleton.class);
      bind(SessionPool.class).in(Singleton.class);
      bind(MiniLmEmbeddingModel.class).in(Singleton.class);
      bind(MODEL).to(MiniLmEmbeddingModel.class);
      bind(SESSIONS).to(SessionPool.class);
      expose(MODEL);
      expose(SESSIONS);
    }
  }
}

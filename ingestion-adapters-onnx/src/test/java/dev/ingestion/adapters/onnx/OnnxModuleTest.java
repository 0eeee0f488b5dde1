package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxModuleTest {
  @TempDir Path folder;

  @Test
  void theModuleIsFoundAndContributesByName() {
    Module module =
        ServiceLoader.load(Module.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(OnnxModule.class::isInstance)
            .findFirst()
            .orElseThrow();
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION, Binder::requireExplicitBindings, module, this::bindSettings);

    assertThat(injector.getInstance(Key.get(new TypeLiteral<Map<String, EmbeddingModel>>() {})))
        .containsOnlyKeys("minilm");
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {})))
        .hasSize(1)
        .allSatisfy(
            resource -> {
              assertThat(resource.phase()).isEqualTo(ManagedResource.Phase.ENGINE);
              resource.start();
              resource.close();
            });
    assertThat(folder).as("nothing is loaded before it is used").isEmptyDirectory();
  }

  private void bindSettings(Binder binder) {
    binder.bind(DataRoot.class).toInstance(new DataRoot(folder));
    binder.bind(OnnxConfig.class).toInstance(new OnnxConfig(1));
  }

  @Test
  void theSettingsAreDeclaredWithTheirPrefix() {
    assertThat(new OnnxModule().settings())
        .extracting(SettingsDeclaration::prefix)
        .containsExactly("embedding");
  }

  @Test
  void asManyTextsAtOnceAsThereAreCoresUnlessConfigured() {
    assertThat(new OnnxConfig(0).parallelism())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(new OnnxConfig(7).parallelism()).isEqualTo(7);
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnnxConfig(-1))
        .withMessageContaining("threads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new OnnxConfig(257))
        .withMessageContaining("threads");
  }
}

package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.inject.Binder;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsModuleTest {
  @TempDir Path folder;

  @Test
  void theModuleIsFoundAndContributesByName() {
    Module module =
        ServiceLoader.load(Module.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(FsModule.class::isInstance)
            .findFirst()
            .orElseThrow();
    Injector injector =
        Guice.createInjector(
            Stage.PRODUCTION, Binder::requireExplicitBindings, module, this::bindSettings);

    assertThat(injector.getInstance(Key.get(new TypeLiteral<Map<String, PersistenceStore>>() {})))
        .containsOnlyKeys("local-disk");
    assertThat(
            injector.getInstance(
                Key.get(new TypeLiteral<Map<String, DocumentSourceProvider>>() {})))
        .containsOnlyKeys("folder");
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {})))
        .hasSize(2);
    assertThat(folder).as("nothing is done before it is started").isEmptyDirectory();
  }

  private void bindSettings(Binder binder) {
    binder.bind(DataRoot.class).toInstance(new DataRoot(folder));
    binder.bind(InstantSource.class).toInstance(InstantSource.system());
    binder
        .bind(FolderSourceConfig.class)
        .toInstance(new FolderSourceConfig(ByteSize.ofMegabytes(1)));
    binder.bind(DiskSpaceConfig.class).toInstance(new DiskSpaceConfig(new ByteSize(0)));
    binder.bind(DataRootLockConfig.class).toInstance(new DataRootLockConfig(Duration.ZERO));
  }

  @Test
  void theSettingsAreDeclaredWithTheirPrefixes() {
    assertThat(((ConfiguredModule) new FsModule()).settings())
        .extracting(SettingsDeclaration::prefix)
        .containsExactly("source", "data-root-lock", "health");
  }

  @Test
  void senselessSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FolderSourceConfig(new ByteSize(0)))
        .withMessageContaining("max-file-size");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataRootLockConfig(Duration.ofSeconds(-1)))
        .withMessageContaining("timeout");
  }
}

package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneModuleTest {
  @TempDir Path folder;

  @Test
  void theIndexIsOfferedByItsNameAndIsTheResourceThatIsClosed() {
    Module module = ServiceLoader.load(Module.class).findFirst().orElseThrow();
    Injector injector = Guice.createInjector(Stage.PRODUCTION, module, new Surroundings());

    Map<String, ChunkIndex> indexes =
        injector.getInstance(Key.get(new TypeLiteral<Map<String, ChunkIndex>>() {}));
    Set<ManagedResource> resources =
        injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {}));

    assertThat(indexes).containsOnlyKeys("lucene");
    assertThat(resources).hasSize(1);
    assertThat(resources.iterator().next()).isSameAs(indexes.get("lucene"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSettingsAreDeclaredUnderTheirPrefix() {
    List<SettingsDeclaration<?>> settings = ((ConfiguredModule) new LuceneModule()).settings();

    assertThat(settings).containsExactly(new SettingsDeclaration<>("lucene", LuceneConfig.class));
  }

  private final class Surroundings extends AbstractModule {
    @Override
    protected void configure() {
      binder().requireExplicitBindings();
      binder().disableCircularProxies();
      bind(DataRoot.class).toInstance(new DataRoot(folder));
      bind(LuceneConfig.class).toInstance(DataRoots.CONFIG);
    }
  }
}

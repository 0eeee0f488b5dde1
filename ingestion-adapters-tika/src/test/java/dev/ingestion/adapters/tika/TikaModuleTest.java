package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.TypeLiteral;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TikaModuleTest {
  @TempDir private Path folder;

  @Test
  void offersItsParserAndItsResourceAndTouchesNothing() {
    var injector =
        Guice.createInjector(
            Stage.PRODUCTION,
            new TikaModule(),
            new AbstractModule() {
              @Override
              protected void configure() {
                binder().requireExplicitBindings();
                bind(DataRoot.class).toInstance(new DataRoot(folder));
                bind(TikaConfig.class).toInstance(Fixture.DEFAULTS);
                bind(ParserProcessConfig.class).toInstance(Fixture.PROCESSES);
              }
            });

    assertThat(injector.getInstance(new Key<Map<String, DocumentParser>>() {}))
        .containsOnlyKeys("tika");
    assertThat(injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {})))
        .hasSize(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void isFoundByItsService() {
    assertThat(ServiceLoader.load(Module.class)).hasAtLeastOneElementOfType(TikaModule.class);
  }

  @Test
  void declaresItsSettings() {
    assertThat(new TikaModule().settings())
        .containsExactly(
            new SettingsDeclaration<>("parser", TikaConfig.class),
            new SettingsDeclaration<>("parser", ParserProcessConfig.class));
  }

  @Test
  void refusesLimitsThatMakeNoSense() {
    ByteSize size = ByteSize.ofMegabytes(1);
    ByteSize none = new ByteSize(0);
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> new TikaConfig(Duration.ZERO, second, 1, 1, size, 1, size))
        .hasMessageContaining("parser.timeout");
    assertThatThrownBy(() -> new TikaConfig(second, Duration.ZERO, 1, 1, size, 1, size))
        .hasMessageContaining("parser.stall-timeout");
    assertThatThrownBy(() -> new TikaConfig(second, second, 0, 1, size, 1, size))
        .hasMessageContaining("parser.max-depth");
    assertThatThrownBy(() -> new TikaConfig(second, second, 1, 0, size, 1, size))
        .hasMessageContaining("parser.max-embedded");
    assertThatThrownBy(() -> new TikaConfig(second, second, 1, 1, none, 1, size))
        .hasMessageContaining("parser.max-input");
    assertThatThrownBy(() -> new TikaConfig(second, second, 1, 1, size, 200_000_000, size))
        .hasMessageContaining("parser.max-output");
    assertThatThrownBy(() -> new TikaConfig(second, second, 1, 1, size, 1, none))
        .hasMessageContaining("parser.max-unpacked");
  }

  @Test
  void refusesProcessesThatMakeNoSense() {
    ByteSize heap = ByteSize.ofMegabytes(512);

    assertThatThrownBy(() -> new ParserProcessConfig(ByteSize.ofMegabytes(8), 0, 1))
        .hasMessageContaining("parser.heap");
    assertThatThrownBy(() -> new ParserProcessConfig(heap, -1, 1))
        .hasMessageContaining("parser.processes");
    assertThatThrownBy(() -> new ParserProcessConfig(heap, 0, 0))
        .hasMessageContaining("parser.documents-per-process");
  }
}

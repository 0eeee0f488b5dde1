package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.app.wiring.Platform;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.testkit.SampleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One document of each format goes all the way, and what it says last is found where it stands. */
class SampleDocumentsIT {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("samples");

  @TempDir static Path temp;
  private static Platform platform;

  @BeforeAll
  static void ingestTheSamples() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("samples"));
    for (SampleDocument sample : SampleDocument.values()) {
      Files.write(folder.resolve(sample.fileName()), sample.bytes());
    }
    platform = start(temp.resolve("data"));
    platform
        .services()
        .ingestion()
        .start(
            new StartIngestion(
                KB,
                "documents",
                SourceName.DEFAULT,
                folder.toString(),
                List.of(),
                List.of(),
                false,
                false));
    int all = SampleDocument.values().length;
    assertThat(platform.services().ingestion().await(KB, Duration.ofMinutes(2)).documents())
        .isEqualTo(new DocumentCounts(all, all, 0, 0, 0, 0));
  }

  @AfterAll
  static void stop() {
    if (platform != null) {
      platform.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSearchForTheLastSentenceFindsTheDocumentAndThePlace(SampleDocument sample) {
    for (Mode mode : Mode.values()) {
      Hit hit =
          platform.services().search().search(KB, sample.lastSentence(), 1, mode).hits().get(0);

      assertThat(hit.document()).as("%s", mode).isEqualTo(sample.fileName());
      assertThat(hit.text()).contains(sample.lastSentence());
      assertThat(hit.headings()).isEqualTo(sample.headings());
      assertThat(hit.page()).isEqualTo(sample.page());
      assertThat(hit.snippet()).contains("\u0001");
    }
  }

  @Test
  void ledgerAndIndexAgree() {
    assertThat(platform.services().verification().verify(KB).clean()).isTrue();
  }

  private static Platform start(Path dataRoot) throws IOException {
    InstalledModules installed = InstalledModules.discover();
    Configuration configuration =
        ConfigurationLoader.load(
            installed.settings(),
            new ConfigurationSources(
                null, Map.of(), Map.of("ingestion.data-root", dataRoot.toString())));
    Platform assembled = Platform.assemble(installed, configuration);
    assembled.start();
    return assembled;
  }
}

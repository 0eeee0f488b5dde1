package dev.ingestion.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.testkit.CrashPoints;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process whose source is gone before it can be read again. */
class KillIT {
  private static final int DOCUMENTS = 20;

  @TempDir Path temp;

  @Test
  void whatWasEnqueuedGoesLiveAlthoughTheSourceIsGone() throws Exception {
    Path docs = Files.createDirectory(temp.resolve("docs"));
    for (int i = 0; i < DOCUMENTS; i++) {
      Files.writeString(docs.resolve(i + ".md"), "# Document " + i + "\nIt will be gone.\n");
    }
    Set<String> expected = undisturbed(docs);
    Path dataRoot = temp.resolve("source-gone");
    // the producer's first step is small, and all other documents fit into the second
    List<String> arguments =
        List.of(dataRoot.toString(), "DocumentLedger.stage:after", "2", docs.toString());
    assertThat(ChildJvm.in(temp).run(KilledMain.class, arguments).exitCode())
        .isEqualTo(CrashPoints.HALTED);
    Trees.delete(docs);

    try (Workbench bench = open(dataRoot)) {
      IngestionState state = bench.ingest(docs);

      assertThat(state.status()).isEqualTo(JobStatus.FAILED);
      assertThat(state.error().code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
      assertThat(bench.content()).isEqualTo(expected);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  private Set<String> undisturbed(Path docs) throws IOException {
    try (Workbench bench = open(Files.createDirectory(temp.resolve("undisturbed")))) {
      assertThat(bench.ingest(docs).status()).isEqualTo(JobStatus.COMPLETED);
      Set<String> content = bench.content();
      assertThat(content).hasSizeGreaterThanOrEqualTo(DOCUMENTS);
      return content;
    }
  }

  private static Workbench open(Path dataRoot) {
    return Workbench.open(
        dataRoot, new HashingEmbeddingModel(), new PlainText(Between.NOTHING), Map.of());
  }
}

package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static dev.ingestion.app.engine.Workbench.start;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.testkit.CrashPoints;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kills a repair at chosen points; the next one finishes it. */
class RepairKillIT {
  private static final SourceName SECOND = new SourceName("second");

  @TempDir static Path temp;
  private static Path folder;
  private static Path other;
  private static Path whole;
  private static Set<String> expected;
  private static ChildJvm jvm;

  @BeforeAll
  static void ingestTwoSources() throws Exception {
    folder = Files.createDirectory(temp.resolve("docs"));
    other = Files.createDirectory(temp.resolve("other"));
    whole = temp.resolve("whole");
    for (int i = 0; i < 30; i++) {
      write(folder, i, 24);
      write(other, i, 2);
    }
    try (Workbench bench = open(whole)) {
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.ingest(start(other, SECOND, false)).status()).isEqualTo(JobStatus.COMPLETED);
      expected = bench.content();
    }
    assertThat(expected).hasSize(30 * 28);
    jvm = ChildJvm.in(temp);
    List<String> arguments = List.of(copy("undisturbed").toString(), "nowhere", "1");
    assertThat(jvm.runFirst(KilledMain.class, arguments).exitCode()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "ChunkIndex.mend:before,2",
    "ChunkIndex.mend:after,2",
    "ChunkIndex.flush:after,3",
    "ChunkIndex.sweep:before,1",
    "ChunkIndex.sweep:after,1",
    "Checkpoints.acknowledge:before,1",
    "Checkpoints.acknowledge:after,1"
  })
  void aKilledRepairIsFinishedByTheNext(String place, String times) throws Exception {
    Path dataRoot = copy(place);
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      List<String> chunks = raw.chunks();
      for (int i = 0; i < chunks.size(); i++) {
        if (i % 10 < 8) {
          raw.delete(chunks.get(i));
        } else if (i % 20 == 9) {
          raw.repeat(chunks.get(i));
        }
      }
      for (int i = 0; i < 20; i++) {
        raw.intrude("foreign-" + i, "47" + i);
      }
    }
    kill(dataRoot, place, times);

    assertRepaired(dataRoot);
  }

  @ParameterizedTest
  @CsvSource({
    "KnowledgeBaseRepository.beginRebuild:before,1",
    "KnowledgeBaseRepository.beginRebuild:after,1",
    "JobRepository.insert:after,1",
    "Checkpoints.acknowledge:after,3",
    "JobRepository.insert:before,2",
    "JobRepository.insert:after,2"
  })
  void aKilledRebuildIsFinishedByTheNext(String place, String times) throws Exception {
    Path dataRoot = copy("rebuild-" + place + times);
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));
    kill(dataRoot, place, times);

    assertRepaired(dataRoot);
  }

  private static void assertRepaired(Path dataRoot) {
    try (Workbench bench = open(dataRoot)) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).as("%s", report).isTrue();
      assertThat(bench.verify().clean()).isTrue();
      assertThat(bench.content()).isEqualTo(expected);
      IngestionState state = bench.ingest(folder);
      assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(state.documents().unchanged()).isEqualTo(30);
    }
  }

  private static void kill(Path dataRoot, String place, String times)
      throws IOException, InterruptedException {
    assertThat(jvm.run(KilledMain.class, List.of(dataRoot.toString(), place, times)).exitCode())
        .isEqualTo(CrashPoints.HALTED);
  }

  private static Workbench open(Path dataRoot) {
    return Workbench.open(
        dataRoot,
        new HashingEmbeddingModel(),
        new PlainText(Between.NOTHING),
        KilledMain.SMALL_STEPS);
  }

  private static Path copy(String name) throws IOException {
    Path target = temp.resolve(name.replace(':', '-'));
    Trees.copy(whole, target);
    return target;
  }

  private static void write(Path folder, int i, int parts) throws IOException {
    StringBuilder text = new StringBuilder("# Document %d%n%n".formatted(i));
    for (int part = 0; part < parts; part++) {
      text.append("## Part %d%n%nDocument %d says this in part %d.%n%n".formatted(part, i, part));
    }
    Files.writeString(folder.resolve("d%02d.md".formatted(i)), text);
  }
}

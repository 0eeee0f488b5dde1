package dev.ingestion.app.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills the process with SIGKILL at chosen moments of an ingest, gives the same command again, and
 * compares what search can return then with that of a run that nobody disturbed.
 */
class KillIT {
  /** Documents in the folder when the ingest that is killed begins. */
  static final int DOCUMENTS = 36;

  @TempDir static Path temp;
  private static Path folder;
  private static Path before;
  private static Set<String> expected;

  /** A knowledge base over a folder that then changes: documents edited, removed and added. */
  @BeforeAll
  static void ingestOnceAndChangeTheFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    before = temp.resolve("before");
    for (int i = 0; i < 28; i++) {
      write(i, "first");
    }
    try (Workbench bench = open(before)) {
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
    }
    for (int i = 0; i < 28; i++) {
      if (i % 7 == 0) {
        Files.delete(file(i));
      } else if (i % 2 == 0) {
        write(i, "second");
      }
    }
    for (int i = 28; i < 40; i++) {
      write(i, "first");
    }
    Path undisturbed = copy("undisturbed");
    try (Workbench bench = open(undisturbed)) {
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
      expected = bench.content();
    }
    assertThat(expected).hasSizeGreaterThan(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DocumentLedger.stage:before",
        "DocumentLedger.stage:after",
        "WorkQueue.claim:after",
        "EmbeddingModel.embed:after",
        "ChunkIndex.upsert:after",
        "ChunkIndex.flush:before",
        "ChunkIndex.flush:after",
        "Checkpoints.acknowledge:before",
        "Checkpoints.acknowledge:after",
        "ChunkIndex.apply:before",
        "ChunkIndex.apply:after",
        "DocumentLedger.forgetSwitches:before",
        "DocumentLedger.forgetSwitches:after"
      })
  void aKilledIngestEndsAsIfNobodyHadDisturbedIt(String moment) throws Exception {
    killAndContinue(copy(moment.replace(':', '-')), moment, "right");
  }

  @Test
  void acknowledgingBeforeFlushingIsFoundOut() throws IOException {
    Path dataRoot = copy("wrong-order");

    assertThatThrownBy(() -> killAndContinue(dataRoot, "Checkpoints.acknowledge:after", "wrong"))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void whatWasEnqueuedGoesLiveAlthoughTheSourceIsGone() throws Exception {
    Path dataRoot = temp.resolve("source-gone");
    Path docs = Files.createDirectory(temp.resolve("gone"));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, docs.resolve(file.getFileName()));
      }
    }
    assertThat(kill(dataRoot, docs, Moment.ALL_ENQUEUED, "right")).startsWith("NOW");
    Trees.delete(docs);

    try (Workbench bench = open(dataRoot)) {
      IngestionState state = bench.ingest(docs);

      assertThat(state.status()).isEqualTo(JobStatus.FAILED);
      assertThat(state.error().code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
      assertThat(bench.content()).isEqualTo(expected);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  private static void killAndContinue(Path dataRoot, String moment, String order) throws Exception {
    String index = indexOf(dataRoot);
    String now = kill(dataRoot, folder, moment, order);
    assertThat(now).matches("NOW claimed=[1-9]\\d* live=[1-9]\\d*");

    try (Workbench bench = open(dataRoot)) {
      IngestionState state = bench.ingest(folder);

      assertThat(state.status()).as("%s", state.error()).isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.content()).isEqualTo(expected);
      assertThat(bench.verify().clean()).isTrue();
      assertThat(state.documents().seen()).isEqualTo(DOCUMENTS);
      assertThat(state.documents().balanced()).isTrue();
    }
    assertThat(indexOf(dataRoot)).as("the index was not built again").isEqualTo(index);
  }

  private static String kill(Path dataRoot, Path docs, String moment, String order)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KilledMain.class.getName(),
                dataRoot.toString(),
                docs.toString(),
                moment,
                order)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.startsWith("NOW") && !line.startsWith("ENDED")) {
        line = lines.readLine();
      }
      return String.valueOf(line);
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static String indexOf(Path dataRoot) {
    try (Workbench bench = open(dataRoot)) {
      return bench
          .real(KnowledgeBaseRepository.class)
          .find(Workbench.KB)
          .orElseThrow()
          .building()
          .indexId();
    }
  }

  private static Workbench open(Path dataRoot) {
    return Workbench.open(
        dataRoot, new HashingEmbeddingModel(), Between.NOTHING, KilledMain.SMALL_STEPS);
  }

  private static Path copy(String name) throws IOException {
    Path target = temp.resolve(name);
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(before)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Files.copy(path, target.resolve(before.relativize(path)));
    }
    return target;
  }

  private static Path file(int i) {
    return folder.resolve("d%02d.md".formatted(i));
  }

  private static void write(int i, String version) throws IOException {
    StringBuilder text = new StringBuilder("# Document %d%n%n".formatted(i));
    for (int part = 0; part < 7; part++) {
      String words = part % 3 == 0 ? version + " version of this part" : "part that never changes";
      text.append("## Part %d%n%nThis is document %d and the %s.%n%n".formatted(part, i, words));
    }
    Files.writeString(file(i), text);
  }
}

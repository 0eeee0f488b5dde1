package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static dev.ingestion.app.engine.Workbench.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losing the database brings jobs back as PAUSED; losing snapshots loses nothing. */
class LostDatabaseIT {
  private static final SourceName WIKI = new SourceName("wiki");

  @TempDir Path temp;
  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private Path folder;
  private Path wiki;
  private Path dataRoot;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    wiki = Files.createDirectory(temp.resolve("wiki"));
    dataRoot = temp.resolve("data");
    Files.writeString(folder.resolve("a.txt"), "All there is to say about apples.");
    Files.writeString(folder.resolve("b.txt"), "All there is to say about pears.");
    Files.writeString(wiki.resolve("c.txt"), "Of plums there is a page in the wiki.");
  }

  @Test
  void aCompletedJobComesBackAsPausedAndTheSameIngestGoesOnWithoutEmbedding() throws IOException {
    Set<String> before = ingest();
    IngestionState completed = status();
    loseDatabase();

    try (Workbench bench = open()) {
      IngestionState paused = bench.ingestion().status(KB).orElseThrow();
      assertThat(paused.status()).isEqualTo(JobStatus.PAUSED);
      assertThat(paused.job()).isEqualTo(completed.job());
      assertThat(paused.createdAt()).isEqualTo(completed.createdAt());
      assertThat(paused.version()).isGreaterThan(completed.version());
      assertThat(paused.documents()).isEqualTo(DocumentCounts.ZERO);
      assertThat(paused.completedAt()).isNull();
      assertThat(paused.error())
          .isEqualTo(
              new JobError(
                  ErrorCode.DATABASE_LOST,
                  "The database was lost. Resume the job to read source default again"));
      long embedded = model.embedded();

      IngestionState resumed = bench.ingest(folder);

      assertThat(resumed.job()).isEqualTo(completed.job());
      assertThat(resumed.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(resumed.error()).isNull();
      assertThat(resumed.documents()).isEqualTo(new DocumentCounts(2, 2, 0, 0, 0, 0));
      assertThat(resumed.chunks().embedded()).isZero();
      assertThat(model.embedded()).isEqualTo(embedded);
      assertThat(bench.content()).isEqualTo(before);
      assertThat(bench.verify().clean()).isTrue();
    }
    try (Workbench bench = open()) {
      assertThat(bench.ingestion().status(KB).orElseThrow().status())
          .as("what is in the database is not taken from a snapshot")
          .isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.ingestion().history(KB, 10)).hasSize(1);
    }
  }

  @Test
  void anIndexWhoseLedgerWasLostIsNeitherCalledCleanNorMended() throws IOException {
    ingest();
    loseDatabase();

    try (Workbench bench = open()) {
      Report report = bench.verify();
      assertThat(report.clean()).isFalse();
      assertThat(report.condition()).startsWith("The database was lost. Resume the job");
      assertThatThrownBy(bench::repair)
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATABASE_LOST));
    }
  }

  @Test
  void theLossIsToldUntilTheResumedJobHasReadItsSource() throws Exception {
    ingest();
    loseDatabase();
    Gate gate = Gate.closed();
    Files.writeString(folder.resolve("new.txt"), "Something that no index has a vector of.");

    try (Workbench bench = Workbench.open(dataRoot, gate, Between.NOTHING)) {
      bench.ingestion().resume(KB);
      gate.awaitCall();
      assertThat(bench.verify().condition())
          .startsWith("The database was lost, and not all is read again");
      bench.ingestion().pause(KB);
      gate.letAllThrough();
      bench.ingestion().await(KB, Duration.ofMinutes(1));
    }
    try (Workbench bench = open()) {
      assertThat(bench.verify().clean()).isFalse();
      bench.ingest(folder);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void allSourcesComeBackAsTheyWereAndNoneIsEmbeddedAgain() throws IOException {
    StartIngestion ofWiki =
        new StartIngestion(
            KB, "documents", WIKI, wiki.toString(), List.of("**.txt"), List.of("x*"), true, false);
    Set<String> before;
    try (Workbench bench = open()) {
      bench.ingest(folder);
      bench.ingest(ofWiki);
      before = bench.content();
    }
    loseDatabase();

    try (Workbench bench = open()) {
      IngestionState paused = bench.ingestion().status(KB).orElseThrow();
      assertThat(paused.source()).isEqualTo(WIKI);
      assertThat(paused.error().message()).contains("then ingest the other sources again: default");
      assertThat(bench.real(KnowledgeBaseRepository.class).findSource(KB, WIKI))
          .hasValueSatisfying(
              source -> {
                assertThat(source.include()).containsExactly("**.txt");
                assertThat(source.exclude()).containsExactly("x*");
                assertThat(source.hidden()).isTrue();
              });
      long embedded = model.embedded();

      assertThat(bench.ingest(ofWiki).status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.verify().condition())
          .startsWith("The database was lost, and not all is read again")
          .endsWith(": default");
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);

      assertThat(model.embedded()).isEqualTo(embedded);
      assertThat(bench.content()).isEqualTo(before);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aCancelledJobStaysCancelledAndItsKnowledgeBaseIsKept() throws IOException {
    try (Workbench bench = open()) {
      Files.delete(folder.resolve("a.txt"));
      Files.delete(folder.resolve("b.txt"));
      Files.writeString(folder.resolve("c.txt"), "Once there was something here.");
      bench.ingest(folder);
      Files.delete(folder.resolve("c.txt"));
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.FAILED);
      bench.ingestion().cancel(KB);
    }
    loseDatabase();

    try (Workbench bench = open()) {
      IngestionState canceled = bench.ingestion().status(KB).orElseThrow();
      assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
      assertThat(canceled.error().message())
          .isEqualTo("The database was lost. Ingest the sources again: default");
      assertThat(bench.knowledgeBases().summary(KB).sources()).hasSize(1);
    }
  }

  @Test
  void aDamagedSnapshotIsPassedOverAndTheOthersComeBack() throws IOException {
    KnowledgeBaseId other = new KnowledgeBaseId("other");
    ingest();
    try (Workbench bench = open()) {
      bench.ingest(
          new StartIngestion(
              other,
              "documents",
              SourceName.DEFAULT,
              wiki.toString(),
              List.of(),
              List.of(),
              false,
              false));
    }
    loseDatabase();
    Files.writeString(snapshot(), "no snapshot");

    try (Workbench bench = open()) {
      assertThat(bench.knowledgeBases().list()).extracting(Summary::kb).containsExactly(other);
      IngestionState again = bench.ingest(folder);
      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(again.chunks().embedded()).isZero();
    }
    assertThat(snapshot().resolveSibling("state.json.damaged-1")).hasContent("no snapshot");
  }

  @Test
  void aSnapshotInAnothersFolderIsPassedOver() throws IOException {
    ingest();
    loseDatabase();
    Path strange = Files.createDirectory(dataRoot.resolve("strange"));
    Files.copy(snapshot(), strange.resolve("state.json"));

    try (Workbench bench = open()) {
      assertThat(bench.knowledgeBases().list()).extracting(Summary::kb).containsExactly(KB);
    }
  }

  @Test
  void deletingAllSnapshotsLosesNothingAndTheNextTransitionWritesThemAgain() throws IOException {
    Set<String> before = ingest();
    IngestionState completed = status();
    Files.delete(snapshot());

    try (Workbench bench = open()) {
      assertThat(bench.ingestion().status(KB)).contains(completed);
      assertThat(bench.content()).isEqualTo(before);
      IngestionState next = bench.ingest(folder);
      assertThat(next.documents().unchanged()).isEqualTo(2);
      assertThat(bench.real(JobRepository.class).latest(KB).orElseThrow().status())
          .isEqualTo(JobStatus.COMPLETED);
      assertThat(snapshot()).exists();
    }
    loseDatabase();
    try (Workbench bench = open()) {
      assertThat(bench.ingestion().status(KB).orElseThrow().status()).isEqualTo(JobStatus.PAUSED);
    }
  }

  @Test
  void withoutDatabaseAndSnapshotsTheStartIsAFirstOneAndTheVectorsAreStillKnown()
      throws IOException {
    Set<String> before = ingest();
    loseDatabase();
    Files.delete(snapshot());

    try (Workbench bench = open()) {
      assertThat(bench.knowledgeBases().list()).isEmpty();
      IngestionState state = bench.ingest(folder);
      assertThat(state.chunks().embedded()).isZero();
      assertThat(bench.content()).isEqualTo(before);
    }
  }

  @Test
  void aDeletedKnowledgeBaseDoesNotComeBack() throws IOException {
    ingest();
    try (Workbench bench = open()) {
      bench.knowledgeBases().delete(KB);
    }

    try (Workbench bench = open()) {
      assertThat(bench.knowledgeBases().list()).isEmpty();
    }
  }

  @Test
  void aStartThatWasCutOffBetweenTwoStepsIsFinishedByTheNext() throws IOException {
    ingest();
    loseDatabase();
    Between dying =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return type == JobRepository.class ? WatchedPort.of(type, real, DYING) : real;
          }
        };
    assertThatThrownBy(() -> Workbench.open(dataRoot, model, dying).close())
        .isInstanceOf(IllegalStateException.class);

    try (Workbench bench = open()) {
      assertThat(bench.ingestion().status(KB).orElseThrow().status()).isEqualTo(JobStatus.PAUSED);
    }
  }

  @Test
  void aStoreThatCannotBeReadKeepsNothingFromStarting() {
    Between away =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return type == PersistenceStore.class ? WatchedPort.of(type, real, AWAY) : real;
          }
        };

    try (Workbench bench = Workbench.open(dataRoot, model, away)) {
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
    }
  }

  private static final Watcher DYING =
      new Watcher() {
        @Override
        public void before(String point, Object[] arguments) {
          if (point.equals("JobRepository.insert")) {
            throw new IllegalStateException("the process dies here");
          }
        }

        @Override
        public void after(String point, Object[] arguments, Object result) {}
      };

  private static final Watcher AWAY =
      new Watcher() {
        @Override
        public void before(String point, Object[] arguments) {
          throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "The store is away");
        }

        @Override
        public void after(String point, Object[] arguments, Object result) {}
      };

  private Set<String> ingest() {
    try (Workbench bench = open()) {
      assertThat(bench.ingest(start(folder)).status()).isEqualTo(JobStatus.COMPLETED);
      return bench.content();
    }
  }

  private IngestionState status() {
    try (Workbench bench = open()) {
      return bench.ingestion().status(KB).orElseThrow();
    }
  }

  private void loseDatabase() throws IOException {
    Trees.delete(dataRoot.resolve("_database"));
  }

  private Path snapshot() {
    return dataRoot.resolve(KB.value()).resolve("state.json");
  }

  private Workbench open() {
    return Workbench.open(dataRoot, model, Between.NOTHING);
  }
}

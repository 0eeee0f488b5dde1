package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import dev.ingestion.ports.in.DeadLetterService.Filter;
import dev.ingestion.ports.in.DeadLetterService.Replay;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model that fails costs: time, and nothing but what it never takes. */
class FailingModelIT {
  private static final String POISON = "belladonna";
  private static final int DOCUMENTS = 20;
  private static final int BLOCKS = 500;

  private static final Map<String, String> IMPATIENT =
      Map.of(
          "ingestion.retry-delay", "1ms",
          "ingestion.checkpoint-interval", "5ms",
          "ingestion.consumer-poll-interval", "5ms",
          "ingestion.circuit-breaker.first-wait", "20ms",
          "ingestion.circuit-breaker.max-wait", "50ms");

  private static final IngestionException BUSY =
      new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "The model is busy");

  @TempDir Path temp;
  private Path folder;
  private final MoodyModel model = new MoodyModel();
  private final Queue<ClaimResult> acknowledged = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
  }

  @Test
  void aModelThatFailsThreeCallsInTenCostsNoChunk() throws IOException {
    write(8, 300, "");
    Random random = new Random(3);
    model.is(
        texts -> {
          synchronized (random) {
            if (random.nextInt(10) < 3) {
              throw BUSY;
            }
          }
        });
    try (Workbench bench = open()) {
      IngestionState end = bench.ingest(folder);

      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.chunks().indexed()).isEqualTo(end.chunks().queued()).isGreaterThan(2_000);
      assertThat(end.chunks().dead()).isZero();
      assertThat(letters(bench)).isEmpty();
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL_ERROR", "EMBEDDING_UNAVAILABLE"})
  void onePoisonousChunkInTenThousandCostsOneLetterAndIsMendedByAReplay(ErrorCode code)
      throws IOException {
    write(DOCUMENTS, BLOCKS, POISON);
    model.refuses(POISON, new IngestionException(code, "This text is not taken"));
    try (Workbench bench = open()) {
      IngestionState end = bench.ingest(folder);

      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.chunks().queued()).isGreaterThanOrEqualTo(10_000);
      assertThat(end.chunks().dead()).isEqualTo(1);
      assertThat(end.chunks().indexed()).isEqualTo(end.chunks().queued() - 1);
      assertThat(end.documents().failed()).isEqualTo(1);
      assertThat(end.documents().indexed()).isEqualTo(DOCUMENTS - 1);
      DeadLetter letter = letters(bench).get(0);
      assertThat(letters(bench)).hasSize(1);
      assertThat(letter.code()).isEqualTo(code);
      assertThat(letter.stage()).isEqualTo("embed");
      assertThat(dlq(bench).show(KB, letter.id()).text()).contains(POISON);
      assertThat(dlq(bench).show(KB, letter.id()).stack()).contains("This text is not taken");

      model.is(texts -> {});
      long before = model.calls();
      IngestionState replayed = replay(bench);

      assertThat(replayed.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(replayed.documents().failed()).isZero();
      assertThat(replayed.documents().indexed()).isEqualTo(1);
      assertThat(replayed.documents().unchanged()).isEqualTo(DOCUMENTS - 1);
      assertThat(replayed.chunks().indexed()).isEqualTo(1);
      assertThat(model.calls() - before).isEqualTo(1);
      assertThat(letters(bench)).isEmpty();
      assertThat(bench.content()).anyMatch(line -> line.contains(POISON));
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aReplayThatFailsKeepsTheLetterAndCountsItsAttempts() throws IOException {
    write(2, 3, POISON);
    model.refuses(POISON, new IngestionException(ErrorCode.INVALID_ARGUMENT, "No"));
    try (Workbench bench = open()) {
      bench.ingest(folder);
      DeadLetter first = letters(bench).get(0);

      IngestionState replayed = replay(bench);

      assertThat(replayed.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(replayed.documents().failed()).isEqualTo(1);
      assertThat(letters(bench))
          .singleElement()
          .satisfies(
              again -> {
                assertThat(again.id()).isEqualTo(first.id());
                assertThat(again.attempts()).isEqualTo(2);
                assertThat(again.firstAt()).isEqualTo(first.firstAt());
                assertThat(again.lastAt()).isAfterOrEqualTo(first.lastAt());
                assertThat(again.replaying()).isFalse();
              });
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aJobWhoseModelIsAwayWaitsAndSaysSoAndNoAttemptIsBurnt() throws Exception {
    write(10, 60, "");
    AtomicBoolean away = new AtomicBoolean(true);
    Queue<List<String>> seen = new ConcurrentLinkedQueue<>();
    model.is(
        texts -> {
          seen.add(texts);
          if (away.get()) {
            throw BUSY;
          }
        });
    try (Workbench bench = open()) {
      bench.ingestion().start(Workbench.start(folder));
      Awaitility.await().until(() -> waiting(bench), reason -> reason.contains("is away since"));
      assertThat(waiting(bench))
          .contains("EMBEDDING_UNAVAILABLE", "The model is busy", "it is asked again at");
      PersistenceStore snapshots = bench.real(PersistenceStore.class, "local-disk");
      Awaitility.await()
          .until(
              () -> snapshots.load(KB).orElseThrow().state().waiting(),
              reason -> reason != null && reason.contains("is away since"));
      // What was under way when the circuit opened has come back by then.
      awaitCalls(3);
      int burnt = mostAttempts();
      seen.clear();
      awaitCalls(5);
      assertThat(seen).allSatisfy(texts -> assertThat(texts).containsExactly("probe"));
      away.set(false);

      IngestionState end = bench.ingestion().await(KB, Duration.ofMinutes(1));

      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.waiting()).isNull();
      assertThat(end.chunks().dead()).isZero();
      assertThat(burnt).isLessThan(4);
      assertThat(mostAttempts()).isEqualTo(burnt);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aSingleSmallDocumentOutlastsAnOutageAsWell() throws Exception {
    write(1, 1, "");
    AtomicBoolean away = new AtomicBoolean(true);
    model.is(
        texts -> {
          if (away.get()) {
            throw BUSY;
          }
        });
    try (Workbench bench = open()) {
      bench.ingestion().start(Workbench.start(folder));
      Awaitility.await().until(() -> model.calls() > 60);
      away.set(false);

      IngestionState end = bench.ingestion().await(KB, Duration.ofMinutes(1));

      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(end.documents().indexed()).isEqualTo(1);
      assertThat(letters(bench)).isEmpty();
    }
  }

  @Test
  void aStopEndsTheWaitForAModelAtOnce() throws Exception {
    write(10, 60, "");
    model.is(
        texts -> {
          throw new IngestionException(
              ErrorCode.EMBEDDING_UNAVAILABLE, "Come back tomorrow", null, Duration.ofDays(1));
        });
    try (Workbench bench = open()) {
      bench.ingestion().start(Workbench.start(folder));
      Awaitility.await().until(() -> waiting(bench), reason -> reason.contains("tomorrow"));

      bench.ingestion().cancel(KB);

      assertThat(bench.ingestion().await(KB, Duration.ofMinutes(1)).status())
          .isEqualTo(JobStatus.CANCELED);
    }
  }

  @Test
  void aModelThatHangsWhenItIsAskedForAnAnswerKeepsNoJobFromStopping() throws Exception {
    write(1, 1, "");
    CountDownLatch asked = new CountDownLatch(1);
    model.is(
        texts -> {
          if (texts.equals(List.of("probe"))) {
            asked.countDown();
            hang();
          }
          throw BUSY;
        });
    try (Workbench bench = open(Map.of("ingestion.thread-join-timeout", "100ms"))) {
      bench.ingestion().start(Workbench.start(folder));
      asked.await();

      bench.ingestion().cancel(KB);

      assertThat(bench.ingestion().await(KB, Duration.ofMinutes(1)).status())
          .isEqualTo(JobStatus.CANCELED);
    }
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "Interrupted", e);
    }
  }

  @Test
  void aModelThatAsksToBeLeftAloneIsLeftAloneThatLong() throws IOException {
    write(4, 60, "");
    Duration asked = Duration.ofMillis(700);
    Queue<Long> calls = new ConcurrentLinkedQueue<>();
    AtomicBoolean limited = new AtomicBoolean();
    model.is(
        texts -> {
          calls.add(System.nanoTime());
          if (limited.compareAndSet(false, true)) {
            throw new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "429", null, asked);
          }
        });
    try (Workbench bench = open(Map.of("ingestion.consumers", "1"))) {
      IngestionState end = bench.ingest(folder);

      assertThat(end.status()).isEqualTo(JobStatus.COMPLETED);
      long refused = calls.remove();
      assertThat(calls.remove() - refused).isGreaterThanOrEqualTo(asked.toNanos());
    }
  }

  @Test
  void aDocumentThatCannotBeParsedLeavesALetterThatAReplayMends() throws IOException {
    write(2, 2, "");
    Path broken = Files.write(folder.resolve("broken.pdf"), "%PDF-1.7\nnothing".getBytes());
    try (Workbench bench = open()) {
      IngestionState end = bench.ingest(folder);
      assertThat(end.documents().failed()).isEqualTo(1);
      DeadLetter letter = letters(bench).get(0);
      assertThat(letter.document().path()).isEqualTo("broken.pdf");
      assertThat(letter.ordinal()).isNull();
      assertThat(letter.stage()).isEqualTo("parse");

      IngestionState again = replay(bench);
      assertThat(again.documents().failed()).isEqualTo(1);
      assertThat(letters(bench)).singleElement().extracting(DeadLetter::attempts).isEqualTo(2);

      bench.ingest(folder);
      assertThat(letters(bench)).singleElement().extracting(DeadLetter::attempts).isEqualTo(2);

      Files.delete(broken);
      bench.ingest(folder);
      assertThat(letters(bench)).isEmpty();
    }
  }

  @Test
  void purgedLettersLeaveTheirDocumentFailed() throws IOException {
    write(2, 3, POISON);
    model.refuses(POISON, new IngestionException(ErrorCode.INVALID_ARGUMENT, "No"));
    try (Workbench bench = open()) {
      bench.ingest(folder);

      assertThat(dlq(bench).purge(KB, Filter.ALL)).isEqualTo(1);

      assertThat(letters(bench)).isEmpty();
      assertThat(bench.ingest(folder).documents().failed()).isEqualTo(1);
      assertThat(letters(bench)).isEmpty();
    }
  }

  @Test
  void cancelingAReplayPutsItsLettersBack() throws Exception {
    write(2, 3, POISON);
    model.refuses(POISON, new IngestionException(ErrorCode.INVALID_ARGUMENT, "No"));
    try (Workbench bench = open()) {
      bench.ingest(folder);
      long letter = letters(bench).get(0).id();
      model.refuses(POISON, BUSY);
      dlq(bench).replay(KB, Filter.ALL);
      Awaitility.await().until(() -> waiting(bench), reason -> !reason.isEmpty());

      bench.ingestion().cancel(KB);
      bench.ingestion().await(KB, Duration.ofMinutes(1));

      assertThat(letters(bench))
          .singleElement()
          .satisfies(
              back -> {
                assertThat(back.id()).isEqualTo(letter);
                assertThat(back.replaying()).isFalse();
              });
      model.is(texts -> {});
      assertThat(replay(bench).documents().failed()).isZero();
      assertThat(letters(bench)).isEmpty();
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  private IngestionState replay(Workbench bench) {
    Replay replay = dlq(bench).replay(KB, Filter.ALL);
    assertThat(replay.letters()).isPositive();
    try {
      IngestionState end = bench.ingestion().await(KB, Duration.ofMinutes(1));
      assertThat(dlq(bench).replayNext(KB)).isEmpty();
      return end;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitCalls(int more) {
    long before = model.calls();
    Awaitility.await().until(() -> model.calls() >= before + more);
  }

  private static String waiting(Workbench bench) {
    String reason = bench.ingestion().status(KB).orElseThrow().waiting();
    return reason == null ? "" : reason;
  }

  private static DeadLetterService dlq(Workbench bench) {
    return bench.get(DeadLetterService.class);
  }

  private static List<DeadLetter> letters(Workbench bench) {
    return dlq(bench).list(KB, Filter.ALL, 0, 100);
  }

  private int mostAttempts() {
    return acknowledged.stream()
        .flatMap(result -> result.retries().stream())
        .mapToInt(Checkpoints.Retry::attempts)
        .max()
        .orElse(0);
  }

  private Workbench open() {
    return open(Map.of());
  }

  private Workbench open(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(IMPATIENT);
    settings.putAll(more);
    return Workbench.open(temp.resolve("data"), model, new Noting(acknowledged), settings);
  }

  /** Keeps what is acknowledged. */
  private record Noting(Queue<ClaimResult> acknowledged) implements Between, Watcher {
    @Override
    public <T> T port(Class<T> type, T real) {
      return type == Checkpoints.class ? WatchedPort.of(type, real, this) : real;
    }

    @Override
    public void before(String point, Object[] arguments) {
      if (point.equals("Checkpoints.acknowledge")) {
        ((List<?>) arguments[2]).forEach(result -> acknowledged.add((ClaimResult) result));
      }
    }

    @Override
    public void after(String point, Object[] arguments, Object result) {}
  }

  /** Each block becomes a chunk; the poison stands in the middle of the first document. */
  private void write(int documents, int blocks, String poison) throws IOException {
    for (int document = 0; document < documents; document++) {
      StringBuilder text = new StringBuilder();
      for (int block = 0; block < blocks; block++) {
        String bane = document == 0 && block == blocks / 2 ? " " + poison : "";
        text.append("# Part ").append(block).append("\n\nThis is part ").append(block);
        text.append(" of document ").append(document).append(bane).append(".\n\n");
      }
      Files.writeString(folder.resolve("doc-%02d.md".formatted(document)), text);
    }
  }
}

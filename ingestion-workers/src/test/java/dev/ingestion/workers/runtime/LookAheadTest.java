package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SourceListing.Entry;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.NoTelemetry;
import dev.ingestion.workers.NoTracing;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

class LookAheadTest {
  private static final long MEGABYTE = 1L << 20;

  private final JobRuntime job = job();
  private final Map<String, CountDownLatch> begun = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> mayEnd = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger mostInFlight = new AtomicInteger();
  private final LookAhead ahead = new LookAhead(job, new ThreeCores(), this::read);

  @Test
  void theFirstDocumentIsNotKeptWaitingForOthers() {
    ahead.add(document("a", 1), true);

    assertThat(ahead.isDue()).isTrue();
    assertThat(taken()).isEqualTo("a not read");
    ahead.close();
  }

  @Test
  void documentsAreTakenInTheOrderOfTheListingWhicheverIsReadFirst() throws Exception {
    beginReadingAhead("a", "b", "c");
    begun("a").await();
    mayEnd("b").countDown();
    mayEnd("c").countDown();
    begun("c").await();

    assertThat(ahead.isDue()).isFalse();
    mayEnd("a").countDown();
    assertThat(List.of(taken(), taken(), taken())).containsExactly("a", "b", "c");
    ahead.close();
  }

  @Test
  void whatNeedsNoReadingKeepsItsTurn() throws Exception {
    beginReadingAhead("a", "b");
    ahead.add(
        new Difference.Refused(new Entry.Refused("c", ErrorCode.NOT_A_FILE, "?"), null), false);
    mayEnd("a").countDown();
    begun("b").await();
    mayEnd("b").countDown();

    assertThat(List.of(taken(), taken(), taken())).containsExactly("a", "b", "c not read");
    ahead.close();
  }

  @Test
  void documentsThatDoNotFitIntoMemoryTogetherAreNotReadTogether() throws Exception {
    takeFirst();
    for (String path : List.of("a", "b", "c")) {
      ahead.add(document(path, 10 * MEGABYTE), true);
    }
    begun("a").await();
    List.of("a", "b", "c").forEach(path -> mayEnd(path).countDown());
    begun("c").await();

    assertThat(List.of(taken(), taken(), taken())).containsExactly("a", "b", "c");
    assertThat(mostInFlight).hasValue(1);
    ahead.close();
  }

  @Test
  void aLargeDocumentIsReadInItsTurnAlone() throws Exception {
    takeFirst();
    ahead.add(document("large", 100 * MEGABYTE), true);
    ahead.add(document("small", 1), true);
    mayEnd("small").countDown();

    assertThat(taken()).isEqualTo("large not read");
    begun("small").await();
    assertThat(taken()).isEqualTo("small");
    ahead.close();
  }

  @Test
  void aDocumentWhoseSourceWasAwayIsReadAgainInItsTurn() throws Exception {
    beginReadingAhead("away", "b");
    List.of("away", "b").forEach(path -> mayEnd(path).countDown());

    assertThat(taken()).isEqualTo("away not read");
    ahead.close();
  }

  @Test
  void anOutageThatSeveralMetIsBorneWithOnce() throws Exception {
    beginReadingAhead("away", "away too", "b");
    begun("away").await();
    begun("away too").await();
    List.of("away", "away too", "b").forEach(path -> mayEnd(path).countDown());

    assertThat(ahead.take(() -> {}).orElseThrow().away()).isNotNull();
    LookAhead.Next next = ahead.take(() -> {}).orElseThrow();
    assertThat(next.away()).isNull();
    assertThat(next.reading()).isNull();
    ahead.close();
  }

  @Test
  void whatElseGoesWrongIsThrownInItsTurn() throws Exception {
    beginReadingAhead("a", "broken");
    List.of("a", "broken").forEach(path -> mayEnd(path).countDown());
    begun("broken").await();

    assertThat(taken()).isEqualTo("a");
    assertThatThrownBy(this::taken).isInstanceOf(StackOverflowError.class);
    ahead.close();
  }

  @Test
  void noThreadReadsAnyMoreOnceItIsClosed() throws Exception {
    beginReadingAhead("a", "b", "c", "d", "e");
    begun("a").await();
    begun("b").await();
    CompletableFuture<Void> closed = CompletableFuture.runAsync(ahead::close);

    assertThat(closed).isNotDone();
    List.of("a", "b", "c", "d", "e").forEach(path -> mayEnd(path).countDown());
    closed.get(10, TimeUnit.SECONDS);
    assertThat(inFlight).hasValue(0);
  }

  @Test
  void aJobThatStopsWaitsForNoDocument() throws Exception {
    beginReadingAhead("a", "b");
    begun("a").await();

    job.stop();

    assertThat(ahead.take(() -> {})).isEmpty();
    List.of("a", "b").forEach(path -> mayEnd(path).countDown());
    ahead.close();
  }

  private void takeFirst() {
    ahead.add(document("first", 1), true);
    taken();
  }

  private void beginReadingAhead(String... paths) {
    takeFirst();
    for (String path : paths) {
      ahead.add(document(path, 1), true);
    }
  }

  private String taken() {
    LookAhead.Next next = ahead.take(() -> {}).orElseThrow();
    Reading reading = next.reading();
    if (reading instanceof Reading.Unusable read) {
      return read.path();
    }
    return path(next.difference()) + " not read";
  }

  private static String path(Difference difference) {
    return difference instanceof Difference.Listed listed
        ? listed.entry().path()
        : ((Difference.Refused) difference).entry().path();
  }

  private Reading read(Difference.Listed listed) {
    String path = listed.entry().path();
    mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      begun(path).countDown();
      mayEnd(path).await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      inFlight.decrementAndGet();
    }
    if (path.startsWith("away")) {
      throw new IngestionException(ErrorCode.SOURCE_UNAVAILABLE, "away");
    }
    if (path.equals("broken")) {
      throw new StackOverflowError();
    }
    return new Reading.Unusable(path, null, null, ErrorCode.EMPTY_DOCUMENT, "empty", "");
  }

  private CountDownLatch begun(String path) {
    return latch(begun, path);
  }

  private CountDownLatch mayEnd(String path) {
    return latch(mayEnd, path);
  }

  private static CountDownLatch latch(Map<String, CountDownLatch> latches, String path) {
    return Objects.requireNonNull(latches.computeIfAbsent(path, key -> new CountDownLatch(1)));
  }

  private static Difference.Listed document(String path, long size) {
    return new Difference.Listed(new Entry.Document(path, "1", size), null);
  }

  /** Nothing but its names is asked for. */
  @SuppressWarnings("NullAway")
  private static JobRuntime job() {
    KnowledgeBaseId kb = new KnowledgeBaseId("handbook");
    Job job =
        Job.pending(
            new JobId("job"),
            kb,
            SourceName.DEFAULT,
            "/docs",
            "default",
            false,
            JobPriority.DEFAULT,
            Instant.EPOCH);
    return new JobRuntime(
        job,
        new Pipeline(
            "default", "folder", new PipelineFingerprint("f".repeat(32)), null, null, null, null),
        new SourceSettings(SourceName.DEFAULT, "folder", "/docs", List.of(), List.of(), false),
        new EngineMetrics(new NoTelemetry(), new NoTracing(), new MachineThreads()),
        NoSpan.INSTANCE,
        new MachineThreads());
  }

  /** The threads of a machine with so many cores, whatever this one has. */
  private static final class ThreeCores implements Threads {
    private final Threads machine = new MachineThreads();

    @Override
    public Worker start(String name, Runnable body) {
      return machine.start(name, body);
    }

    @Override
    public Lock lock() {
      return machine.lock();
    }

    @Override
    public Signal signal() {
      return machine.signal();
    }

    @Override
    public long nanoTime() {
      return machine.nanoTime();
    }

    @Override
    public int parallelism() {
      return 3;
    }
  }
}

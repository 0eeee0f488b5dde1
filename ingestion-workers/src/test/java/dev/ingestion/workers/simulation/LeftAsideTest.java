package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Jobs whose storage is away for longer than its retries last, and which nobody is kept waiting
 * for.
 */
class LeftAsideTest extends AwayDependency {
  private static final Duration MINUTES = Duration.ofMinutes(5);

  /** Until what is left aside is asked for again, with time for what comes of it. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(35);

  /** What changes the database. */
  private static final Set<String> WRITES =
      Set.of(
          "JobRepository.update",
          "JobRepository.lease",
          "JobRepository.progress",
          "JobRepository.settle",
          "DocumentLedger.abandon",
          "DocumentLedger.stage",
          "DocumentLedger.retireUnsealed",
          "Checkpoints.acknowledge",
          "WorkQueue.claim",
          "WorkQueue.release");

  @Test
  void aDatabaseThatStaysAwayKeepsNobodyWaitingAndTheJobGoesOnByItselfOnceItIsBack() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    goesAwayWithTheFirstChunks(point -> true);
    process(operator);
    long begun = scheduler.nanoTime();

    assertThat(operator.command()).isEmpty(); // nobody can say how it stands

    assertThat(since(begun)).isLessThan(A_WHILE);
    pass(operator, MINUTES);
    away.isBack();
    assertGoesOnByItself(operator);
  }

  @Test
  void aDatabaseThatTurnsReadOnlyKeepsNobodyWaitingAndTheJobGoesOnByItselfOnceItIsWritable() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    goesAwayWithTheFirstChunks(WRITES::contains);
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);

    assertThat(since(begun)).isLessThan(A_WHILE);
    assertThat(status(operator).waiting())
        .contains("The storage that knowledge base 'kb' needs is away since 2026-01-01T00:00:0")
        .contains("STORAGE_UNAVAILABLE", "it is asked again at")
        .doesNotContain("none works on it");
    pass(operator, MINUTES);
    assertThat(status(operator).waiting()).contains("is away since 2026-01-01T00:00:0");
    away.isBack();
    assertGoesOnByItself(operator);
  }

  /** What it waited for was stored before, so that going on has something to write. */
  @Test
  void aDatabaseThatTurnsReadOnlyWhileTheJobWaitsForItsIndexKeepsNobodyWaiting() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.when(
        (point, call) ->
            (point.equals("ChunkIndex.upsert") && call == 1)
                || (!away.said().isEmpty() && WRITES.contains(point)),
        ErrorCode.STORAGE_UNAVAILABLE);
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);

    assertThat(since(begun)).isLessThan(A_WHILE);
    int updates = away.calls("JobRepository.update");
    pass(operator, MINUTES);
    assertThat(away.calls("JobRepository.update") - updates).isBetween(10, 60);
    away.isBack();
    assertGoesOnByItself(operator);
  }

  @Test
  void aJobThatCannotEvenBeBegunKeepsNobodyWaitingAndBeginsByItself() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.when((point, call) -> WRITES.contains(point), ErrorCode.STORAGE_UNAVAILABLE);
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PENDING);

    assertThat(since(begun)).isLessThan(A_WHILE);
    assertThat(status(operator).waiting()).contains("STORAGE_UNAVAILABLE", "it is asked again at");
    pass(operator, MINUTES);
    away.isBack();
    assertGoesOnByItself(operator);
  }

  @Test
  void aStartAndAResumeAreAnsweredAlsoIfTheJobCannotBeReadOnceItIsBegun() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    Node node = process(operator);
    List<JobStatus> answers = new ArrayList<>();

    cannotBeReadOnceAfterTheNextUpdate(0);
    operator.onThreadOf(
        node, "start", () -> answers.add(node.ingestion().start(world.main().command()).status()));
    operator.onThreadOf(node, "pause", () -> node.ingestion().pause(Schedule.KB));
    operator.rest();
    assertThat(status(operator).status()).isEqualTo(JobStatus.PAUSED);
    cannotBeReadOnceAfterTheNextUpdate(1);
    operator.onThreadOf(
        node, "resume", () -> answers.add(node.ingestion().resume(Schedule.KB).status()));

    assertThat(away.failed()).isEqualTo(2);
    assertThat(answers).containsExactly(JobStatus.PENDING, JobStatus.RUNNING);
    operator.rest();
    assertThat(status(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  /**
   * @param times how often it can be read before
   */
  private void cannotBeReadOnceAfterTheNextUpdate(int times) {
    int updates = away.calls("JobRepository.update");
    AtomicInteger reads = new AtomicInteger();
    away.when(
        (point, call) ->
            point.equals("JobRepository.find")
                && away.calls("JobRepository.update") > updates
                && reads.getAndIncrement() == times,
        ErrorCode.STORAGE_UNAVAILABLE);
  }

  @Test
  void aStorageThatStaysAwayIsAskedForMoreAndMoreRarelyAndNotAfterTheEndOfTheProcess() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    goesAwayWithTheFirstChunks(WRITES::contains);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);
    Node node = process(operator);

    int looks = away.calls("JobRepository.active");
    int updates = away.calls("JobRepository.update");
    pass(operator, MINUTES);
    assertThat(away.calls("JobRepository.active") - looks).isBetween(10, 60);
    assertThat(away.calls("JobRepository.update") - updates).isBetween(10, 60);

    operator.onThreadOf(node, "close", () -> node.lifecycle().close());
    int looksBefore = away.calls("JobRepository.active");
    int updatesBefore = away.calls("JobRepository.update");
    pass(operator, MINUTES);
    assertThat(away.calls("JobRepository.active")).isEqualTo(looksBefore);
    assertThat(away.calls("JobRepository.update")).isEqualTo(updatesBefore);
  }

  @Test
  void aJobThatWasPausedWhileItsStorageWasAwayIsNotTakenUp() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    goesAwayWithTheFirstChunks(WRITES::contains);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);
    Node node = process(operator);

    away.isBack();
    operator.onThreadOf(node, "pause", () -> node.ingestion().pause(Schedule.KB));
    pass(operator, MINUTES);

    assertThat(status(operator).status()).isEqualTo(JobStatus.PAUSED);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
  }

  /** What was asked for when nothing could be stored any more is done when it can. */
  @Test
  void aJobThatWasBeingCanceledIsCanceledOnceItsStorageIsBack() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.hangsAt("SourceListing.next");
    Node node = process(operator);
    operator.later(
        "cancel",
        A_WHILE,
        () -> {
          node.ingestion().cancel(Schedule.KB);
          away.when((point, call) -> WRITES.contains(point), ErrorCode.STORAGE_UNAVAILABLE);
        });
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);

    away.isBack();
    pass(operator, LONGEST_PAUSE);

    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void aJobThatFailedForAnotherReasonAlsoEndsOnceThatCanBeStored() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.when(
        (point, call) -> {
          if (point.equals("SourceListing.next")) {
            throw new IngestionException(ErrorCode.SOURCE_NOT_FOUND, "There is no such folder");
          }
          return point.equals("JobRepository.update")
              && away.calls("SourceListing.next") > 0
              && away.failed() < 5;
        },
        ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);

    pass(operator, MINUTES);

    IngestionState state = status(operator);
    assertThat(state.status()).isEqualTo(JobStatus.FAILED);
    assertThat(state.error().code()).isEqualTo(ErrorCode.SOURCE_NOT_FOUND);
  }

  /** It could be written again, so that the job would begin, had nobody else the index in hand. */
  @Test
  void aJobWhoseKnowledgeBaseIsBeingRepairedIsNotBegunBeforeThatHasEnded() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    goesAwayWithTheFirstChunks(WRITES::contains);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);
    Node node = process(operator);
    away.when((point, call) -> isSlowToInspect(point), ErrorCode.STORAGE_UNAVAILABLE);
    int failed = away.failed();
    int goesOn = events(operator, JobEvent.Kind.GOES_ON);
    int waiting = events(operator, JobEvent.Kind.WAITING);

    operator.later("repair", Duration.ZERO, () -> node.repair().repair(Schedule.KB));
    scheduler.await("meanwhile", () -> false, scheduler.nanoTime() + LONGEST_PAUSE.toNanos());

    assertThat(status(operator).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(status(operator).waiting()).isEqualTo("until its knowledge base has been repaired");
    assertThat(events(operator, JobEvent.Kind.WAITING)).isEqualTo(waiting + 1);
    assertThat(events(operator, JobEvent.Kind.GOES_ON)).isEqualTo(goesOn);
    operator.rest();
    assertThat(away.failed())
        .isGreaterThan(failed); // the repair came to nothing, and took up no job
    away.isBack();
    assertGoesOnByItself(operator);
  }

  private boolean isSlowToInspect(String point) {
    boolean inspects = point.equals("ChunkIndex.inspect");
    if (inspects) {
      scheduler.await("reads", () -> false, scheduler.nanoTime() + MINUTES.toNanos());
    }
    return inspects;
  }

  /** How many of the kind the job has had so far. */
  private static int events(Operator operator, JobEvent.Kind kind) {
    Node node = operator.node();
    List<JobEvent> events = new ArrayList<>();
    operator.onThreadOf(
        node,
        "events",
        () -> events.addAll(node.ingestion().events(status(operator).job(), 1_000)));
    return (int) events.stream().filter(event -> event.kind() == kind).count();
  }

  /** An outage that is over does not count against the next, nor make it last for ever. */
  @Test
  void aJobThatWasLeftAsideHasItsRetriesAnewAndNoMoreOnceItRuns() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    goesAwayWithTheFirstChunks(WRITES::contains);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);
    int runs = away.calls("JobRepository.lease");

    away.when((point, call) -> point.equals("ChunkIndex.upsert"), ErrorCode.STORAGE_UNAVAILABLE);
    pass(operator, MINUTES);

    assertThat(status(operator).status()).isEqualTo(JobStatus.FAILED);
    assertThat(away.calls("JobRepository.lease") - runs).isEqualTo(RETRIES + 1);
  }

  private void goesAwayWithTheFirstChunks(Predicate<String> points) {
    away.when(
        (point, call) ->
            away.calls("DocumentLedger.stage") > 0
                && !point.startsWith("ChunkIndex")
                && !point.startsWith("DocumentSource")
                && !point.startsWith("DocumentParser")
                && points.test(point),
        ErrorCode.STORAGE_UNAVAILABLE);
  }

  private void assertGoesOnByItself(Operator operator) {
    pass(operator, LONGEST_PAUSE);
    IngestionState state = status(operator);
    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.waiting()).isNull();
    assertThat(ingest(operator).documents().unchanged()).isEqualTo(2);
    assertFound();
  }
}

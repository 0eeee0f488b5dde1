package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Cancels of jobs on which no thread works. To give up what waits may take a second, for which
 * nobody else is kept waiting.
 */
class CancelAtRestTest extends AwayDependency {
  private static final String ABANDON = "DocumentLedger.abandon";
  private static final Duration ACKNOWLEDGED = Duration.ofMillis(100);

  @Test
  void isDoneWhenItIsAcknowledgedIfThatIsQuick() {
    Operator operator = paused();

    assertThat(cancel(operator).status()).isEqualTo(JobStatus.CANCELED);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  @Test
  void isAcknowledgedBeforeItIsDoneAndKeepsNobodyWaiting() {
    Operator operator = paused();
    Node node = process(operator);
    away.hangsAt(ABANDON);
    List<String> refusals = new ArrayList<>();
    long begun = scheduler.nanoTime();

    IngestionState acknowledged = cancel(operator);

    assertThat(acknowledged.status()).isEqualTo(JobStatus.PAUSED);
    assertThat(acknowledged.stopping()).isTrue();
    assertThat(cancel(operator).stopping()).isTrue();
    operator.onThreadOf(
        node,
        "asks for something else",
        () -> {
          assertThat(node.ingestion().isAtWork(Schedule.KB)).isTrue();
          node.ingestion().prioritize(Schedule.KB, new JobPriority(7));
          assertThatThrownBy(() -> node.ingestion().resume(Schedule.KB))
              .isInstanceOf(StateTransitionException.class);
          assertThatThrownBy(() -> node.ingestion().start(world.main().command()))
              .satisfies(e -> refusals.add(e.getMessage()));
          assertThatThrownBy(() -> node.repair().repair(Schedule.KB))
              .hasMessageContaining("is being cancelled");
        });
    assertThat(refusals).singleElement().asString().contains(acknowledged.job().value());
    assertThat(since(begun)).isLessThan(ACKNOWLEDGED.multipliedBy(2));

    away.isBack();
    operator.rest();
    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(away.calls(ABANDON)).isEqualTo(1);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  @Test
  void isTriedAgainUntilItsStorageIsBack() {
    Operator operator = paused();
    away.when((point, call) -> point.equals(ABANDON), ErrorCode.STORAGE_UNAVAILABLE);

    assertThat(cancel(operator).stopping()).isTrue();
    assertThat(status(operator).status()).isEqualTo(JobStatus.PAUSED);
    operator.later("is back", A_WHILE, away::isBack);
    operator.rest();

    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(away.calls(ABANDON)).isBetween(5, 15);
  }

  @Test
  void isTriedAgainByTheNextCommandIfItFailedForAReasonThatDoesNotPass() {
    Operator operator = paused();
    away.when((point, call) -> point.equals(ABANDON) && call == 1, ErrorCode.INTERNAL_ERROR);
    assertThat(cancel(operator).status()).isEqualTo(JobStatus.PAUSED);
    pass(operator, A_WHILE);
    assertThat(status(operator).stopping()).isTrue();

    assertThat(cancel(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void isWaitedForByTheEndOfTheProcess() {
    Operator operator = paused();
    Node node = process(operator);
    away.hangsAt(ABANDON);
    assertThat(cancel(operator).stopping()).isTrue();
    List<JobStatus> closed = new ArrayList<>();

    operator.later(
        "close",
        Duration.ZERO,
        () -> {
          node.lifecycle().close();
          node.ingestion().status(Schedule.KB).ifPresent(state -> closed.add(state.status()));
        });
    operator.later("is back", Duration.ofSeconds(1), away::isBack);
    operator.rest();

    assertThat(closed).containsExactly(JobStatus.CANCELED);
  }

  @Test
  void isDoneByTheNextProcessIfThisOneIsBeingStopped() {
    Operator operator = paused();
    Node node = process(operator);
    operator.onThreadOf(node, "close", () -> node.lifecycle().close());

    assertThat(cancel(operator).stopping()).isTrue();
    assertThat(away.calls(ABANDON)).isZero();

    operator.close();
    assertThat(operator.running()).isTrue();
    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  /** The thread that cancelled the first is at its last step, of which nobody else takes notice. */
  @Test
  void isNotLostBehindThatOfTheJobBefore() {
    Operator operator = paused();
    Node node = process(operator);
    boolean[] written = new boolean[1];
    away.when(
        (point, call) -> {
          if (point.equals("PersistenceStore.save") && away.calls(ABANDON) == 1) {
            scheduler.await("writes", () -> written[0], Task.NEVER);
          }
          return false;
        },
        ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(cancel(operator).status()).isEqualTo(JobStatus.CANCELED);
    away.isBack();
    List<IngestionState> next = new ArrayList<>();
    operator.onThreadOf(
        node,
        "start and cancel",
        () -> {
          next.add(node.ingestion().start(world.main().command()));
          away.hangsAt(ABANDON);
          next.add(node.ingestion().cancel(Schedule.KB));
        });
    assertThat(next.get(1).stopping()).isTrue();

    written[0] = true;
    scheduler.await("meanwhile", () -> false, scheduler.nanoTime() + A_WHILE.toNanos());
    operator.onThreadOf(
        node, "looks", () -> assertThat(node.ingestion().isAtWork(Schedule.KB)).isTrue());
    assertThat(status(operator).status()).isEqualTo(JobStatus.PENDING);
    away.isBack();
    operator.rest();

    assertThat(status(operator).job()).isEqualTo(next.get(0).job());
    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void keepsAJobFromBeginningAlsoIfItFailed() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.when(
        (point, call) -> point.startsWith("JobRepository.update"), ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PENDING);
    away.when((point, call) -> point.equals(ABANDON), ErrorCode.INTERNAL_ERROR);

    assertThat(cancel(operator).stopping()).isTrue();
    pass(operator, A_WHILE.multipliedBy(6));
    assertThat(status(operator).status()).isEqualTo(JobStatus.PENDING);
    assertThat(away.calls("JobRepository.lease")).isEqualTo(1);

    away.isBack();
    assertThat(cancel(operator).status()).isEqualTo(JobStatus.CANCELED);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void isDoneOfAJobThatHasFailed() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.next("ChunkIndex.upsert", 100, ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.FAILED);

    assertThat(cancel(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void isDoneByItselfIfTheNextProcessFindsItsStorageAway() {
    Operator operator = paused();
    Node node = process(operator);
    operator.onThreadOf(node, "close", () -> node.lifecycle().close());
    assertThat(cancel(operator).stopping()).isTrue();
    operator.close();
    away.when((point, call) -> point.equals(ABANDON), ErrorCode.STORAGE_UNAVAILABLE);

    assertThat(operator.running()).isTrue();
    assertThat(status(operator).stopping()).isTrue();
    operator.later("is back", A_WHILE, away::isBack);
    operator.rest();

    assertThat(status(operator).status()).isEqualTo(JobStatus.CANCELED);
  }

  private Operator paused() {
    Operator operator = operator(Duration.ofDays(1), "a.md", "b.md");
    away.next("ChunkIndex.upsert", 1, ErrorCode.STORAGE_UNAVAILABLE);
    Node node = process(operator);
    operator.later("pause", A_WHILE, () -> node.ingestion().pause(Schedule.KB));
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PAUSED);
    return operator;
  }

  private static IngestionState cancel(Operator operator) {
    Node node = process(operator);
    List<IngestionState> states = new ArrayList<>();
    operator.onThreadOf(node, "cancel", () -> states.add(node.ingestion().cancel(Schedule.KB)));
    return states.get(0);
  }
}

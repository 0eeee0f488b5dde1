package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StageRetry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source, an index or a database that is away costs a job: time, and in the end the job. */
class AwayDependencyTest extends AwayDependency {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  // The source

  @ParameterizedTest
  @ValueSource(strings = {"DocumentSource.list", "SourceListing.next", "DocumentSource.fetch"})
  void aSourceThatIsBackInTimeCostsNoJob(String point) {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md", "c/d.md");
    away.afterTheCommand(point, RETRIES, ErrorCode.SOURCE_UNAVAILABLE);

    IngestionState state = ingest(operator);

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().seen()).isEqualTo(3);
    assertThat(state.documents().indexed()).isEqualTo(3);
    assertThat(state.waiting()).isNull();
    assertThat(away.failed()).isEqualTo(RETRIES);
    assertThat(away.said())
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .contains(
                        "The source 'default' at /docs is away since 2026-01-01T",
                        "SOURCE_UNAVAILABLE",
                        "it is asked again at 2026-01-01T"));
    assertFound();
  }

  @Test
  void aDocumentWhoseSourceWasAwayIsReadAgainWithoutListingTheOthersAgain() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.next("DocumentSource.fetch", 1, ErrorCode.SOURCE_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(away.calls("DocumentSource.fetch")).isEqualTo(3);
    assertThat(away.calls("SourceListing.next")).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourceListing.next", "DocumentSource.fetch"})
  void aSourceThatStaysAwayFailsTheJobWithItsReasonAndNothingIsLost(String point) {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md", "c/d.md");
    away.from(point, 2, ErrorCode.SOURCE_UNAVAILABLE);

    IngestionState failed = ingest(operator);

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.error().code()).isEqualTo(ErrorCode.SOURCE_UNAVAILABLE);
    // Two threads read, and the other one may have asked as well before it was known to be away.
    assertThat(away.failed()).isBetween(RETRIES + 1, RETRIES + 2);
    assertThat(world.found()).containsOnlyKeys("a.md");

    away.isBack();
    IngestionState resumed = ingest(operator);

    assertThat(resumed.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(resumed.documents().seen()).isEqualTo(3);
    assertFound();
  }

  @Test
  void aSourceThatGetsFurtherEachTimeIsGivenTimeAnew() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md", "c/d.md");
    away.atEach("DocumentSource.fetch", RETRIES, ErrorCode.SOURCE_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(away.failed()).isEqualTo(3 * RETRIES);
    assertFound();
  }

  @Test
  void aSourceThatAsksToBeLeftAloneIsLeftAloneThatLong() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.asksFor(Duration.ofMinutes(5));
    away.next("DocumentSource.fetch", 1, ErrorCode.SOURCE_UNAVAILABLE);
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(since(begun)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(5).plus(A_WHILE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourceListing.next", "DocumentSource.fetch", "ChunkIndex.upsert"})
  void aJobThatWaitsIsPausedAtOnceAndGoesOnWhenItIsResumed(String point) {
    Operator operator = operator(Duration.ofDays(1), "a.md", "b.md");
    away.next(point, 1, codeOf(point));
    Node node = process(operator);
    operator.later("pause", A_WHILE, () -> node.ingestion().pause(Schedule.KB));
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PAUSED);

    assertThat(since(begun)).isBetween(A_WHILE, A_WHILE.plus(AT_ONCE));
    IngestionState resumed = ingest(operator);
    assertThat(resumed.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(resumed.waiting()).isNull();
    assertThat(since(begun)).isLessThan(A_WHILE.multipliedBy(2));
    assertFound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourceListing.next", "DocumentSource.fetch", "ChunkIndex.upsert"})
  void aJobThatWaitsIsCancelledAtOnce(String point) {
    Operator operator = operator(Duration.ofDays(1), "a.md", "b.md");
    away.next(point, 1, codeOf(point));
    Node node = process(operator);
    operator.later("cancel", A_WHILE, () -> node.ingestion().cancel(Schedule.KB));
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.CANCELED);

    assertThat(since(begun)).isBetween(A_WHILE, A_WHILE.plus(AT_ONCE));
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SourceListing.next", "DocumentSource.fetch", "ChunkIndex.upsert"})
  void aProcessWhoseJobWaitsEndsAtOnceAndTheNextGoesOn(String point) {
    Operator operator = operator(Duration.ofDays(1), "a.md", "b.md");
    away.next(point, 1, codeOf(point));
    Node node = process(operator);
    long[] closed = new long[2];
    operator.later(
        "close",
        A_WHILE,
        () -> {
          closed[0] = scheduler.nanoTime();
          node.lifecycle().close();
          closed[1] = scheduler.nanoTime();
        });

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.RUNNING);
    operator.rest();
    operator.close();

    assertThat(Duration.ofNanos(closed[1] - closed[0])).isLessThan(AT_ONCE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  @Test
  void aListingThatHangsKeepsNoJobFromStopping() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.hangsAt("SourceListing.next");
    Node node = process(operator);
    operator.later("pause", A_WHILE, () -> node.ingestion().pause(Schedule.KB));

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PAUSED);

    away.isBack();
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void aJobThatIsBeingCanceledIsNotSaidToBeCanceledAlready() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.hangsAt("SourceListing.next");
    Node node = process(operator);
    operator.later("cancel", A_WHILE, () -> node.ingestion().cancel(Schedule.KB));
    List<String> told = new ArrayList<>();
    for (Runnable action :
        List.<Runnable>of(
            () -> node.ingestion().pause(Schedule.KB),
            () -> node.ingestion().resume(Schedule.KB))) {
      operator.later(
          "asks for something else",
          A_WHILE.plus(AT_ONCE),
          () ->
              assertThatThrownBy(action::run)
                  .isInstanceOf(StateTransitionException.class)
                  .satisfies(e -> told.add(e.getMessage())));
    }

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.CANCELED);

    assertThat(told)
        .hasSize(2)
        .allMatch(message -> message.contains(" is being canceled and cannot be "));
  }

  // What is written to

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ChunkIndex.open",
        "ChunkIndex.vectors",
        "ChunkIndex.upsert",
        "ChunkIndex.flush",
        "ChunkIndex.apply",
        "ChunkIndex.staged",
        "DocumentLedger.stage",
        "DocumentLedger.count",
        "Checkpoints.acknowledge",
        "JobRepository.lease",
        "DocumentParser.parse"
      })
  void aStorageThatIsBackInTimeCostsNoJob(String point) {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.next(point, RETRIES, ErrorCode.STORAGE_UNAVAILABLE);

    IngestionState state = ingest(operator);

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().indexed()).isEqualTo(2);
    assertThat(state.waiting()).isNull();
    assertThat(away.failed()).isEqualTo(RETRIES);
    assertFound();
  }

  @Test
  void aJobWhoseIndexIsAwaySaysWhatItWaitsForAndUntilWhen() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.next("ChunkIndex.flush", 1, ErrorCode.STORAGE_UNAVAILABLE);

    ingest(operator);

    assertThat(away.said())
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .contains(
                        "The storage that knowledge base 'kb' needs is away since 2026-01-01T",
                        "STORAGE_UNAVAILABLE: ChunkIndex.flush is away",
                        "it is asked again at 2026-01-01T"));
  }

  @Test
  void aJobWhoseModelCannotCountSaysThatItWaitsForTheModel() {
    Operator operator = operator(Duration.ofMillis(100), "a.md");
    away.next("EmbeddingModel.count", 1, ErrorCode.EMBEDDING_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(away.said())
        .anySatisfy(
            reason ->
                assertThat(reason).startsWith("The embedding model is away since 2026-01-01T"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ChunkIndex.upsert", "ChunkIndex.flush", "DocumentLedger.stage"})
  void aFullDiskFailsTheJobAfterAFewAttemptsAndNothingIsLost(String point) {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md");
    away.from(point, 1, ErrorCode.STORAGE_UNAVAILABLE);

    IngestionState failed = ingest(operator);

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.error().code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(failed.error().message()).isEqualTo(point + " is away");
    assertThat(failed.waiting()).isNull();
    assertThat(away.calls("JobRepository.lease")).isEqualTo(RETRIES + 1);

    away.isBack();
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertFound();
  }

  @Test
  void aStorageThatFailsNowAndThenIsGivenTimeAnewWithEachDocument() {
    Operator operator = operator(Duration.ofMillis(100), "a.md", "b.md", "c/d.md", "c/e.md");
    away.when(
        (point, call) -> point.equals("ChunkIndex.upsert") && call % (RETRIES + 1) != 0,
        ErrorCode.STORAGE_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(away.failed()).isGreaterThan(RETRIES);
    assertFound();
  }

  @Test
  void aJobIsRunAgainAlsoIfItsTurnComesWhileTheJobsCannotBeLookedAt() {
    Operator operator = operator(Duration.ofMinutes(1), "a.md");
    int[] looks = new int[1];
    away.when(
        (point, call) -> {
          if (point.equals("ChunkIndex.upsert")) {
            return call == 1;
          }
          boolean look =
              point.equals("JobRepository.active") && away.calls("ChunkIndex.upsert") > 0;
          return look && ++looks[0] == 2; // the first comes with the end of the run
        },
        ErrorCode.STORAGE_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(looks[0]).isGreaterThan(2);
    assertFound();
  }

  /** Whoever begins a run is not done with that before the run may be over. */
  @Test
  void aRunThatBreaksOffAtOnceIsWaitedForLikeAnyOtherInWhateverOrderThreadsRun() {
    for (int seed = 1; seed <= 60; seed++) {
      begin(seed);
      Operator operator = operator(Duration.ofMinutes(2), "a.md");
      away.next("ChunkIndex.open", RETRIES, ErrorCode.STORAGE_UNAVAILABLE);

      assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

      assertThat(away.said()).as("waits of seed " + seed).hasSize(RETRIES);
      operator.close();
    }
  }

  @Test
  void theSameCommandRunsAJobThatWaitsForARetryAtOnce() {
    Operator operator = operator(Duration.ofDays(1), "a.md", "b.md");
    away.next("ChunkIndex.upsert", 1, ErrorCode.STORAGE_UNAVAILABLE);
    Node node = process(operator);
    operator.later("ingest", A_WHILE, () -> node.ingestion().start(world.main().command()));
    long begun = scheduler.nanoTime();

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    assertThat(since(begun)).isBetween(A_WHILE, A_WHILE.plus(AT_ONCE));
    assertFound();
  }

  @Test
  void aJobThatWaitsForItsStorageIsAtWorkUntilItIsPaused() {
    Operator operator = operator(Duration.ofDays(1), "a.md");
    away.next("ChunkIndex.upsert", 1, ErrorCode.STORAGE_UNAVAILABLE);
    Node node = process(operator);
    List<Boolean> atWork = new ArrayList<>();
    operator.later(
        "looks",
        A_WHILE,
        () -> {
          atWork.add(node.ingestion().isAtWork(Schedule.KB));
          node.ingestion().pause(Schedule.KB);
        });

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PAUSED);

    assertThat(atWork).containsExactly(true);
    assertThat(node.ingestion().isAtWork(Schedule.KB)).isFalse();
  }

  // What is set

  @Test
  void aKnowledgeBaseHasItsOwnRetriesInEachStage() {
    RetryConfig own = new RetryConfig(retries(5), retries(3), retries(7));
    Operator operator =
        operator(
            new PerKnowledgeBase<>(RetryConfig.same(retries(0)), Map.of(Schedule.KB, own)), "a.md");

    away.next("DocumentSource.fetch", 5, ErrorCode.SOURCE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    world.put("a.md", "another text".getBytes(StandardCharsets.UTF_8));
    away.next("ChunkIndex.upsert", 5 + 7, ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);

    world.put("a.md", "a third text".getBytes(StandardCharsets.UTF_8));
    away.next("EmbeddingModel.embed", 5 + 7 + 3, ErrorCode.INTERNAL_ERROR);
    IngestionState embedded = ingest(operator);
    assertThat(embedded.documents().indexed()).isEqualTo(1);

    world.put("a.md", "a fourth text".getBytes(StandardCharsets.UTF_8));
    away.next("DocumentSource.fetch", 5 + 7 + 3 + 6, ErrorCode.SOURCE_UNAVAILABLE);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.FAILED);
  }

  @Test
  void whereNoRetryIsAllowedTheFirstFailureIsTheLast() {
    Operator operator = operator(PerKnowledgeBase.same(RetryConfig.same(retries(0))), "a.md");
    away.next("ChunkIndex.upsert", 1, ErrorCode.STORAGE_UNAVAILABLE);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.FAILED);

    assertThat(away.said()).isEmpty();
  }

  private static StageRetry retries(int most) {
    return new StageRetry(most, Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  private static ErrorCode codeOf(String point) {
    return point.startsWith("ChunkIndex")
        ? ErrorCode.STORAGE_UNAVAILABLE
        : ErrorCode.SOURCE_UNAVAILABLE;
  }
}

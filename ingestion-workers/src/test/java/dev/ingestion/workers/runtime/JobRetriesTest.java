package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.testkit.SettableClock;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.StageRetry;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobRetriesTest {
  private static final JobId JOB = new JobId("job");
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final JobError FULL = new JobError(ErrorCode.STORAGE_UNAVAILABLE, "disk full");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final SettableClock clock = new SettableClock();
  private final JobRetries retries =
      new JobRetries(
          new Backoffs(
              PerKnowledgeBase.same(
                  RetryConfig.same(
                      new StageRetry(2, Duration.ofSeconds(1), Duration.ofSeconds(30)))),
              new Random(7),
              clock),
          new ClockedThreads(clock));

  @Test
  void aJobThatBrokeOffWaitsAndRunsAgainUntilItsRetriesAreSpent() {
    assertThat(brokeOff()).isTrue();
    assertThat(retries.reason(JOB)).contains("disk full");
    assertThat(retries.leftOfFirst()).contains(retries.left(JOB));
    retries.runs(JOB);
    assertThat(retries.reason(JOB)).isNull();
    assertThat(retries.leftOfFirst()).isEmpty();

    assertThat(brokeOff()).isTrue();
    assertThat(brokeOff()).isFalse();

    assertThat(retries.reason(JOB)).isNull();
    assertThat(retries.isAside(JOB)).isFalse();
  }

  @Test
  void aCompletedDocumentBeginsTheCountAnew() {
    brokeOff();
    brokeOff();

    assertThat(retries.brokeOff(JOB, KB, true, FULL)).isTrue();

    assertThat(brokeOff()).isTrue();
    assertThat(brokeOff()).isFalse();
  }

  @Test
  void oneThatIsDueWhenJobsCannotBeLookedAtHasUsedARetry() {
    brokeOff();
    assertThat(retries.couldNotRun(FULL)).isEmpty(); // not due yet

    clock.advance(LONG);
    assertThat(retries.couldNotRun(FULL)).isEmpty();
    clock.advance(LONG);

    assertThat(retries.couldNotRun(FULL)).isEqualTo(Map.of(JOB, KB));
    assertThat(retries.isAside(JOB)).isTrue();
    assertThat(retries.reason(JOB)).contains("disk full");
  }

  /** Waits are drawn, so what is held is what many of them come to. */
  @Test
  void thoseLeftAsideAreAskedForEverMoreRarelyAndNamedOnce() {
    List<JobId> jobs = IntStream.range(0, 500).mapToObj(i -> new JobId("job-" + i)).toList();
    jobs.forEach(job -> retries.leaveAside(job, KB, FULL));

    assertThat(meanSecondsLeft(jobs)).isBetween(0.4, 0.6);
    for (int i = 0; i < 10; i++) {
      clock.advance(LONG);
      assertThat(retries.couldNotRun(FULL)).isEmpty();
    }
    assertThat(meanSecondsLeft(jobs)).isBetween(13.0, 17.0);
    assertThat(retries.leftOfFirst()).contains(Collections.min(left(jobs)));
  }

  private double meanSecondsLeft(List<JobId> jobs) {
    return left(jobs).stream().mapToLong(Duration::toMillis).average().orElseThrow() / 1_000;
  }

  private List<Duration> left(List<JobId> jobs) {
    return jobs.stream().map(retries::left).toList();
  }

  @Test
  void oneLeftAsideRunsWithAllRetriesBeforeIt() {
    retries.leaveAside(JOB, KB, FULL);

    retries.runs(JOB);

    assertThat(retries.isAside(JOB)).isFalse();
    assertThat(brokeOff()).isTrue();
    assertThat(brokeOff()).isTrue();
    assertThat(brokeOff()).isFalse();
  }

  @Test
  void oneThatIsRunningIsNotCountedWhenJobsCannotBeLookedAt() {
    brokeOff();
    retries.runs(JOB);
    clock.advance(LONG);

    assertThat(retries.couldNotRun(FULL)).isEmpty();

    assertThat(brokeOff()).isTrue();
  }

  @Test
  void jobsThatAreNoMoreAreForgotten() {
    brokeOff();

    retries.retain(List.of());

    assertThat(retries.leftOfFirst()).isEmpty();
  }

  private boolean brokeOff() {
    return retries.brokeOff(JOB, KB, false, FULL);
  }
}

package dev.ingestion.domain.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant T1 = T0.plusSeconds(10);
  private static final Instant T2 = T0.plusSeconds(30);
  private static final Instant T3 = T0.plusSeconds(60);
  private static final JobError ERROR = new JobError(ErrorCode.STORAGE_UNAVAILABLE, "disk is full");

  private final Job pending =
      Job.pending(
          new JobId("j1"),
          new KnowledgeBaseId("kb"),
          SourceName.DEFAULT,
          "/docs",
          "standard",
          false,
          JobPriority.DEFAULT,
          T0);

  @Test
  void aNewJobIsPendingInItsFirstVersion() {
    assertThat(pending.status()).isEqualTo(JobStatus.PENDING);
    assertThat(pending.version()).isEqualTo(1);
    assertThat(pending.startedAt()).isNull();
    assertThat(pending.completedAt()).isNull();
    assertThat(pending.createdAt()).isEqualTo(T0).isEqualTo(pending.updatedAt());
  }

  @Test
  void everyTransitionIsAVersion() {
    Job running = pending.become(JobStatus.RUNNING, null, T1);
    Job failed = running.become(JobStatus.FAILED, ERROR, T2);

    assertThat(running.version()).isEqualTo(2);
    assertThat(failed.version()).isEqualTo(3);
    assertThat(failed.updatedAt()).isEqualTo(T2);
  }

  @Test
  void aJobThatIsResumedKeepsItsStartAndForgetsItsError() {
    Job resumed =
        pending
            .become(JobStatus.RUNNING, null, T1)
            .become(JobStatus.FAILED, ERROR, T2)
            .become(JobStatus.RUNNING, null, T3);

    assertThat(resumed.startedAt()).isEqualTo(T1);
    assertThat(resumed.error()).isNull();
    assertThat(resumed.completedAt()).isNull();
    assertThat(resumed.phase()).isEqualTo(JobPhase.LOADING);
  }

  @Test
  void aJobThatFailsKeepsItsErrorAndIsNotComplete() {
    Job failed = pending.become(JobStatus.RUNNING, null, T1).become(JobStatus.FAILED, ERROR, T2);

    assertThat(failed.error()).isEqualTo(ERROR);
    assertThat(failed.completedAt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "CANCELED"})
  void aJobAtItsEndSaysWhen(JobStatus end) {
    Job ended = pending.become(JobStatus.RUNNING, null, T1).become(end, null, T3);

    assertThat(ended.completedAt()).isEqualTo(T3);
    assertThat(ended.state(T3.plusSeconds(100), false).elapsed()).isEqualTo(Duration.ofSeconds(50));
  }

  @ParameterizedTest
  @EnumSource
  void whatDoesNotFollowIsRefusedByName(JobStatus to) {
    Job completed =
        pending.become(JobStatus.RUNNING, null, T1).become(JobStatus.COMPLETED, null, T2);

    assertThatThrownBy(() -> completed.become(to, null, T3))
        .isInstanceOfSatisfying(
            StateTransitionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.ILLEGAL_TRANSITION);
              assertThat(e.from()).isEqualTo(JobStatus.COMPLETED);
              assertThat(e.to()).isEqualTo(to);
            })
        .hasMessageStartingWith("Job j1 is completed and cannot be")
        .hasMessageEndingWith("; a new start makes a new job");
  }

  @Test
  void aRefusalSaysInPlainWordsWhatCanBeDoneInstead() {
    assertThatThrownBy(() -> inStatus(JobStatus.FAILED).become(JobStatus.PAUSED, null, T3))
        .hasMessage("Job j1 has failed and cannot be paused; it can be resumed or canceled");
    assertThatThrownBy(() -> inStatus(JobStatus.RUNNING).become(JobStatus.PENDING, null, T3))
        .hasMessageContaining("Job j1 is running and cannot become pending");
  }

  @Test
  void aRunningJobTellsRateAndTimeLeftOnceItsSourceIsListed() {
    Job running = pending.become(JobStatus.RUNNING, null, T0);

    assertThat(counted(running, JobPhase.CHUNKING).state(T1, false).eta()).isNull();
    IngestionState state = counted(running, JobPhase.EMBEDDING).state(T1, false);
    assertThat(state.rate()).isEqualTo(5);
    assertThat(state.eta()).isEqualTo(Duration.ofSeconds(8));
    assertThat(state.elapsed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aClockThatWentBackGivesNoNegativeTimes() {
    Job running = pending.become(JobStatus.RUNNING, null, T3);

    IngestionState state = counted(running, JobPhase.EMBEDDING).state(T0, false);

    assertThat(state.elapsed()).isZero();
    assertThat(state.rate()).isZero();
    assertThat(state.eta()).isNull();
  }

  @Test
  void aPauseCountsNeitherAsElapsedNorInTheRate() {
    Job paused = pending.become(JobStatus.RUNNING, null, T0).become(JobStatus.PAUSED, null, T1);
    Instant later = T3.plusSeconds(3600);
    Job resumed = paused.become(JobStatus.RUNNING, null, later);

    assertThat(paused.state(later, false).elapsed()).isEqualTo(Duration.ofSeconds(10));
    IngestionState state = counted(resumed, JobPhase.EMBEDDING).state(later.plusSeconds(15), false);
    assertThat(state.elapsed()).isEqualTo(Duration.ofSeconds(25));
    assertThat(state.rate()).isEqualTo(2);
  }

  @Test
  void theTimeAfterADeathDoesNotCount() {
    Job running = pending.become(JobStatus.RUNNING, null, T0);
    Job heardOf = worked(running, running.worked().until(T1));

    assertThat(heardOf.state(T2, false).elapsed()).isEqualTo(Duration.ofSeconds(30));
    assertThat(heardOf.untended().state(T3, false).elapsed()).isEqualTo(Duration.ofSeconds(10));
    Job takenOver = heardOf.waitingFor("a model", T1).goingOn(T2);
    assertThat(takenOver.waiting()).isNull();
    assertThat(takenOver.state(T3, false).elapsed()).isEqualTo(Duration.ofSeconds(40));
    assertThat(heardOf.untended().become(JobStatus.PAUSED, null, T3).state(T3, false).elapsed())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void documentsAreBalancedWhenEachIsAccountedForOnce() {
    assertThat(new DocumentCounts(10, 4, 3, 2, 1, 7).balanced()).isTrue();
    assertThat(new DocumentCounts(10, 4, 3, 2, 0, 7).balanced()).isFalse();
    assertThat(new DocumentCounts(9, 4, 3, 2, 1, 7).balanced()).isFalse();
  }

  /** 50 of 100 chunks indexed, 10 dead. */
  @ParameterizedTest
  @EnumSource(JobStatus.class)
  void onlyWhatCanFollowMayBeIntended(JobStatus status) {
    Job job = inStatus(status);
    for (JobIntent intent : JobIntent.values()) {
      if (status.next().contains(intent.goal())) {
        Job intending = job.intending(intent, T3);
        assertThat(intending.intent()).isEqualTo(intent);
        assertThat(intending.status()).isEqualTo(status);
        assertThat(intending.version()).isEqualTo(job.version() + 1);
        assertThat(intending.state(T3, false).stopping()).isTrue();
        assertThat(intending.become(intent.goal(), null, T3).intent()).isNull();
        assertThat(intending.intending(null, T3).intent()).isNull();
      } else {
        assertThatThrownBy(() -> job.intending(intent, T3))
            .isInstanceOf(StateTransitionException.class);
      }
    }
  }

  @Test
  void aPriorityIsFromZeroToNine() {
    assertThat(pending.prioritized(new JobPriority(9), T1).priority().value()).isEqualTo(9);
    assertThatThrownBy(() -> new JobPriority(-1)).hasMessageContaining("0 to 9");
    assertThatThrownBy(() -> new JobPriority(10)).hasMessageContaining("0 to 9");
  }

  @Test
  void waitingEndsWithTheNextTransition() {
    Job waiting = pending.waitingFor("its turn", T1);
    assertThat(waiting.waiting()).isEqualTo("its turn");
    assertThat(waiting.become(JobStatus.RUNNING, null, T2).waiting()).isNull();
  }

  private Job inStatus(JobStatus status) {
    Job running = pending.become(JobStatus.RUNNING, null, T1);
    return switch (status) {
      case PENDING -> pending;
      case RUNNING -> running;
      case FAILED -> running.become(JobStatus.FAILED, ERROR, T2);
      case PAUSED, COMPLETED, CANCELED -> running.become(status, null, T2);
    };
  }

  private static Job worked(Job job, WorkedTime worked) {
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        job.status(),
        job.phase(),
        job.version(),
        job.intent(),
        job.documents(),
        job.chunks(),
        job.waiting(),
        job.error(),
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.updatedAt(),
        worked);
  }

  private static Job counted(Job job, JobPhase phase) {
    return new Job(
        job.id(),
        job.kb(),
        job.source(),
        job.root(),
        job.pipeline(),
        job.allowMassDelete(),
        job.priority(),
        job.status(),
        phase,
        job.version(),
        job.intent(),
        job.documents(),
        new ChunkCounts(100, 60, 50, 10),
        null,
        null,
        job.createdAt(),
        job.startedAt(),
        job.completedAt(),
        job.updatedAt(),
        job.worked());
  }
}

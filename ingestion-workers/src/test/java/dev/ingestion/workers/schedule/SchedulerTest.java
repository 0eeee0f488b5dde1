package dev.ingestion.workers.schedule;

import static dev.ingestion.workers.schedule.SchedulerBench.KB;
import static dev.ingestion.workers.schedule.SchedulerBench.PAPERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.out.ScheduleRepository;
import dev.ingestion.testkit.WatchedPort;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulerTest {
  private static final SourceName SOURCE = SourceName.DEFAULT;
  private static final Duration INTERVAL = Duration.ofMinutes(15);
  private static final Every QUARTERLY = new Every(INTERVAL);

  private final SchedulerBench bench = new SchedulerBench();
  private final Instant begin = bench.clock.instant();

  @Test
  void aRunBeginsWhenItIsDueAndNotBefore() {
    bench.keep(SOURCE, QUARTERLY, false);

    bench.after(INTERVAL.minusSeconds(1));
    assertThat(bench.history()).isEmpty();
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.history()).hasSize(1);
    assertThat(bench.stored(SOURCE).nextRun()).isEqualTo(begin.plus(INTERVAL).plus(INTERVAL));
    assertThat(bench.last()).isEqualTo(LastRun.started(begin.plus(INTERVAL), job(0).id()));
  }

  @Test
  void aRunIsThatOfTheSourceAsItWasGivenButForTheLeaveToDeleteMostOfIt() {
    bench.keep(PAPERS, QUARTERLY, false);

    bench.after(INTERVAL);

    assertThat(bench.jobs.started)
        .singleElement()
        .satisfies(
            started -> {
              assertThat(started.source()).isEqualTo(PAPERS);
              assertThat(started.root()).isEqualTo("/papers");
              assertThat(started.include()).containsExactly("*.md");
              assertThat(started.exclude()).containsExactly("x");
              assertThat(started.hidden()).isTrue();
              assertThat(started.allowMassDelete()).isFalse();
            });
  }

  @Test
  void howeverManyRunsWereMissedOneMakesUpForThem() {
    bench.keep(SOURCE, QUARTERLY, false);

    bench.after(INTERVAL.multipliedBy(100).plusMinutes(7));
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofMinutes(1));

    assertThat(bench.history()).hasSize(1);
    assertThat(bench.stored(SOURCE).nextRun()).isEqualTo(begin.plus(INTERVAL.multipliedBy(101)));
  }

  @ParameterizedTest
  @EnumSource(
      value = JobStatus.class,
      names = {"RUNNING", "PAUSED"})
  void aRunThatIsDueWhileAJobIsActiveBeginsOnceAfterItHasEnded(JobStatus active) {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.start(SchedulerBench.command(SOURCE));
    if (active == JobStatus.PAUSED) {
      bench.jobs.become(KB, JobStatus.PAUSED);
    }

    for (int i = 0; i < 10; i++) {
      assertThat(bench.after(INTERVAL)).isEqualTo(Scheduler.SOON);
    }
    assertThat(bench.history()).hasSize(1);
    assertThat(((Entry) bench.service.show(KB, null)).waiting())
        .contains("job-1", active.inWords());

    if (active == JobStatus.PAUSED) {
      bench.jobs.become(KB, JobStatus.CANCELED);
    } else {
      bench.jobs.become(KB, JobStatus.COMPLETED);
    }
    bench.after(Duration.ofSeconds(1));
    assertThat(bench.history()).hasSize(2);
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofSeconds(1));
    assertThat(bench.history()).hasSize(2);
  }

  @Test
  void aJobOfAnotherSourceIsInTheWayAsWell() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.start(SchedulerBench.command(PAPERS));

    bench.after(INTERVAL);
    assertThat(bench.history()).hasSize(1);
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.history()).extracting(Job::source).containsExactly(SOURCE, PAPERS);
  }

  @Test
  void whoeverRanTheSourceSinceItWasDueHasDoneThatRun() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.clock.advance(INTERVAL.plusSeconds(30));
    bench.jobs.start(SchedulerBench.command(SOURCE));
    bench.jobs.become(KB, JobStatus.COMPLETED);

    bench.after(Duration.ofSeconds(30));

    assertThat(bench.history()).hasSize(1);
    assertThat(bench.stored(SOURCE).nextRun()).isEqualTo(begin.plus(INTERVAL).plus(INTERVAL));
  }

  @Test
  void whatCameOfARunIsRecordedWhenItHasEnded() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.after(INTERVAL);
    assertThat(outcome()).isEqualTo(RunOutcome.STARTED);

    bench.jobs.become(KB, JobStatus.COMPLETED);
    assertThat(bench.shown(SOURCE).last().outcome())
        .as("also while nobody serves")
        .isEqualTo(RunOutcome.COMPLETED);
    assertThat(outcome()).isEqualTo(RunOutcome.STARTED);
    assertThat(bench.after(Duration.ofSeconds(1))).isEqualTo(Scheduler.LONGEST);
    assertThat(outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void afterAFailedJobTheNextRunGoesOnWithIt() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.after(INTERVAL);
    bench.jobs.become(KB, JobStatus.FAILED);
    bench.after(Duration.ofSeconds(1));
    assertThat(outcome()).isEqualTo(RunOutcome.FAILED);
    assertThat(bench.last().message()).isEqualTo("gone");

    bench.after(INTERVAL);

    assertThat(bench.jobs.started).hasSize(2);
    assertThat(bench.history()).hasSize(1);
    assertThat(outcome()).isEqualTo(RunOutcome.STARTED);
  }

  @Test
  void aRunThatCannotBeStartedIsAnOutcomeAndTheNextComesAtItsTime() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.refusal = new IngestionException(ErrorCode.SOURCE_NOT_FOUND, "There is no folder");

    bench.after(INTERVAL);
    assertThat(bench.last()).isEqualTo(LastRun.refused(begin.plus(INTERVAL), "There is no folder"));
    bench.jobs.refusal = null;
    bench.after(INTERVAL.minusSeconds(1));
    assertThat(bench.history()).isEmpty();
    bench.after(Duration.ofSeconds(1));
    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aPassingReasonIsTriedAgainSoon() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.refusal = new IngestionException(ErrorCode.SOURCE_UNAVAILABLE, "not now");
    bench.after(INTERVAL);
    assertThat(outcome()).isEqualTo(RunOutcome.REFUSED);

    bench.jobs.refusal = null;
    bench.after(ScheduledRuns.BEFORE_ANOTHER_TRY.minusSeconds(1));
    assertThat(bench.history()).isEmpty();
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.history()).hasSize(1);
    assertThat(bench.stored(SOURCE).nextRun())
        .as("it keeps its beat")
        .isEqualTo(begin.plus(INTERVAL).plus(INTERVAL));
  }

  @Test
  void aConflictThatNobodyEndsIsAnOutcome() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.refusal = new IngestionException(ErrorCode.SOURCE_CONFLICT, "It was moved");

    bench.after(INTERVAL);

    assertThat(bench.last()).isEqualTo(LastRun.refused(begin.plus(INTERVAL), "It was moved"));
  }

  @Test
  void aFollowedSourceThatCannotBeRunIsTriedWhenItChangesAndNotAllTheTime() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    bench.jobs.refusal = new IngestionException(ErrorCode.SOURCE_NOT_FOUND, "There is no folder");
    bench.after(Duration.ofSeconds(2));
    LastRun refused = bench.last();
    assertThat(outcome()).isEqualTo(RunOutcome.REFUSED);

    bench.after(Duration.ofSeconds(2));
    bench.after(Duration.ofSeconds(30));
    assertThat(bench.last()).isEqualTo(refused);

    bench.jobs.refusal = null;
    bench.watched.tell().changed();
    bench.after(Duration.ofSeconds(2));
    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aSourceThatWasMadeAnewIsFollowedWhereItIsNow() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    bench.moveSource("/elsewhere");
    bench.keep(SOURCE, QUARTERLY, true);

    bench.scheduler.look();

    assertThat(bench.watched.open).isEqualTo(1);
    assertThat(bench.watched.root).isEqualTo("/elsewhere");
  }

  @Test
  void aFolderOnADiskThatHangsKeepsNeitherSchedulesNorTheEndWaiting() throws Exception {
    CountDownLatch hung = new CountDownLatch(1);
    bench.watched.hung = hung;
    bench.keep(SOURCE, QUARTERLY, true);
    bench.keep(PAPERS, QUARTERLY, false);

    bench.after(INTERVAL);
    assertThat(bench.history()).isNotEmpty();
    bench.scheduler.close();

    hung.countDown();
    assertThat(bench.watched.closed.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(bench.watched.open).isZero();
  }

  @Test
  void aWatcherWithADefectKeepsNoOtherScheduleFromItsRuns() {
    bench.keep(PAPERS, QUARTERLY, true);
    bench.watched.defect = new AssertionError("of a watcher");
    bench.keep(SOURCE, QUARTERLY, false);

    bench.after(INTERVAL);

    assertThat(bench.history()).extracting(Job::source).contains(SOURCE);
  }

  @Test
  void aSourceIsFollowedAfterAnErrorOfItsWatcher() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.watched.defect = new OutOfMemoryError("unable to create native thread");
    bench.scheduler.look();

    bench.watched.defect = null;
    bench.after(FollowedSource.BEFORE_ANOTHER_TRY);

    assertThat(bench.watched.open).isEqualTo(1);
  }

  @Test
  void anErrorCostsOneLookAndNotTheThread() throws Exception {
    CountDownLatch failed = new CountDownLatch(1);
    CountDownLatch began = new CountDownLatch(1);
    bench.process(schedules -> failingAtTheFirstLook(failed, schedules));
    bench.jobs.onStart = began::countDown;
    bench.keep(PAPERS, QUARTERLY, false);
    bench.clock.advance(INTERVAL);
    bench.scheduler.start();
    try {
      assertThat(failed.await(1, TimeUnit.MINUTES)).isTrue();
      bench.keep(SOURCE, QUARTERLY, false); // which rings the bell

      assertThat(began.await(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      bench.scheduler.close();
    }
  }

  @Test
  void anErrorAtOneScheduleKeepsNoOtherFromItsRun() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.keep(PAPERS, QUARTERLY, false);
    bench.jobs.error = new OutOfMemoryError("Java heap space");

    bench.after(INTERVAL);

    assertThat(bench.jobs.error).isNull();
    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aChangeThatAnErrorKeptFromARunIsNotForgotten() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    bench.jobs.error = new OutOfMemoryError("Java heap space");

    bench.after(Duration.ofSeconds(2));
    assertThat(bench.history()).isEmpty();
    bench.after(Duration.ofSeconds(2));

    assertThat(bench.history()).hasSize(1);
  }

  private static ScheduleRepository failingAtTheFirstLook(
      CountDownLatch failed, ScheduleRepository schedules) {
    return WatchedPort.of(
        ScheduleRepository.class,
        schedules,
        new WatchedPort.Watcher() {
          @Override
          public void before(String point, Object[] arguments) {
            if (point.endsWith(".list") && failed.getCount() > 0) {
              failed.countDown();
              throw new OutOfMemoryError("Java heap space");
            }
          }

          @Override
          public void after(String point, Object[] arguments, Object result) {}
        });
  }

  @Test
  void aConflictWithSomebodyQuickerIsNoOutcome() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.jobs.refusal = new IngestionException(ErrorCode.CONCURRENT_CHANGE, "being stopped");

    assertThat(bench.after(INTERVAL)).isEqualTo(Scheduler.SOON);
    assertThat(bench.last()).isNull();
    bench.jobs.refusal = null;
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aPausedScheduleRestsAndMakesUpForNothing() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.service.pause(KB, null);
    bench.after(INTERVAL.multipliedBy(3));
    assertThat(bench.history()).isEmpty();

    bench.service.resume(KB, null);
    bench.after(Duration.ofSeconds(1));
    assertThat(bench.history()).isEmpty();
    bench.after(INTERVAL);
    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aRemovedScheduleIsNotRun() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.service.remove(KB, null);

    bench.after(INTERVAL);

    assertThat(bench.history()).isEmpty();
  }

  @Test
  void aClockThatWasWrongPutsNothingOffForYears() {
    bench.clock.setWall(begin.plus(Duration.ofDays(3_650)));
    bench.keep(SOURCE, QUARTERLY, false);
    bench.clock.setWall(begin);

    bench.scheduler.look();
    bench.after(INTERVAL);

    assertThat(bench.history()).hasSize(1);
  }

  @Test
  void aScheduleThatCannotBeSeenToKeepsNoOtherFromItsRuns() {
    bench.keep(PAPERS, QUARTERLY, false);
    bench.stores.schedules().insert(SchedulerBench.malformed(SOURCE));

    bench.after(INTERVAL);

    assertThat(bench.history()).extracting(Job::source).containsExactly(PAPERS);
  }

  @Test
  void aScheduleThatCannotBeReadKeepsNoOtherFromItsRuns() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.keep(PAPERS, QUARTERLY, true);
    bench.scheduler.look();
    assertThat(bench.watched.open).isEqualTo(2);
    bench.damage(SOURCE);

    bench.after(INTERVAL);

    assertThat(bench.history()).extracting(Job::source).containsExactly(PAPERS);
    assertThat(bench.watched.open).as("what cannot be read is not followed").isEqualTo(1);
  }

  @Test
  void aScheduleThatCouldNotBeReadIsRunWhenItIsGivenAnew() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.damage(SOURCE);
    bench.after(INTERVAL);
    assertThat(bench.history()).isEmpty();

    bench.keep(SOURCE, QUARTERLY, false);
    bench.after(INTERVAL);

    assertThat(bench.history()).extracting(Job::source).containsExactly(SOURCE);
  }

  /** The process dies before or after each change that it makes to a schedule. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aRunIsNeitherLostNorDoubledWhereverTheProcessDies(int step) {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.process(schedules -> dyingAt(step, schedules));
    bench.clock.advance(INTERVAL);
    bench.scheduler.look();
    if (!bench.history().isEmpty()) {
      bench.jobs.become(KB, JobStatus.COMPLETED);
    }
    bench.after(Duration.ofSeconds(1));

    bench.process(schedules -> schedules);
    bench.after(Duration.ofMinutes(1));
    if (bench.history().stream().anyMatch(job -> job.status() == JobStatus.RUNNING)) {
      bench.jobs.become(KB, JobStatus.COMPLETED);
    }
    bench.after(Duration.ofMinutes(1));
    bench.after(Duration.ofMinutes(1));

    assertThat(bench.history()).hasSize(1);
    assertThat(bench.last().job()).isEqualTo(job(0).id());
    assertThat(outcome()).isEqualTo(RunOutcome.COMPLETED);
    assertThat(bench.stored(SOURCE).nextRun()).isEqualTo(begin.plus(INTERVAL).plus(INTERVAL));
  }

  @Test
  void aFailedJobThatWasGoneOnWithWhenTheProcessDiedIsThatRun() {
    bench.keep(SOURCE, QUARTERLY, false);
    bench.after(INTERVAL);
    bench.jobs.become(KB, JobStatus.FAILED);
    bench.after(Duration.ofSeconds(1));

    bench.process(schedules -> dyingAt(1, schedules));
    bench.after(INTERVAL);
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.process(schedules -> schedules);
    bench.after(Duration.ofSeconds(1));
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.jobs.started).hasSize(2);
    assertThat(bench.history()).hasSize(1);
    assertThat(outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  /** Dies before the first change, after it, before the second, and so on. */
  private static ScheduleRepository dyingAt(int step, ScheduleRepository schedules) {
    return WatchedPort.of(
        ScheduleRepository.class,
        schedules,
        new WatchedPort.Watcher() {
          private int steps;

          @Override
          public void before(String point, Object[] arguments) {
            step(point);
          }

          @Override
          public void after(String point, Object[] arguments, Object result) {
            step(point);
          }

          private void step(String point) {
            steps += point.endsWith(".update") ? 1 : 0;
            if (steps >= step) {
              throw new IllegalStateException("The process is dead");
            }
          }
        });
  }

  @Test
  void aFollowedSourceIsRunAtOnceAndAfterChanges() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    bench.after(Duration.ofSeconds(2));
    assertThat(bench.history()).hasSize(1);
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofSeconds(30));
    assertThat(bench.history()).hasSize(1);

    bench.watched.tell().changed();
    assertThat(bench.after(Duration.ofSeconds(1))).isLessThanOrEqualTo(Duration.ofSeconds(1));
    bench.after(Duration.ofSeconds(1));

    assertThat(bench.history()).hasSize(2);
    assertThat(bench.stored(SOURCE).nextRun()).isEqualTo(begin.plus(INTERVAL));
  }

  @Test
  void changesDuringARunAreRunAfterIt() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    bench.after(Duration.ofSeconds(2));
    bench.watched.tell().changed();
    for (int i = 0; i < 10; i++) {
      bench.after(Duration.ofSeconds(3));
    }
    assertThat(bench.history()).hasSize(1);

    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofSeconds(3));

    assertThat(bench.history()).hasSize(2);
  }

  @Test
  void aSourceThatIsGoneIsFollowedAgainWhenItIsBack() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.watched.refusal = new IngestionException(ErrorCode.SOURCE_NOT_FOUND, "not there");
    bench.scheduler.look();
    bench.after(Duration.ofSeconds(2));
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.watched.refusal = null;
    bench.after(FollowedSource.BEFORE_ANOTHER_TRY);
    assertThat(bench.watched.open).isEqualTo(1);
    bench.after(Duration.ofSeconds(2));
    bench.jobs.become(KB, JobStatus.COMPLETED);
    assertThat(bench.history()).as("it may have changed meanwhile").hasSize(2);

    bench.watched.tell().lost("its disk was taken away");
    bench.after(FollowedSource.BEFORE_ANOTHER_TRY);
    bench.after(Duration.ofSeconds(2));
    assertThat(bench.history()).hasSize(3);
  }

  @Test
  void aPausedOrRemovedScheduleIsNotFollowedAnyMore() {
    bench.keep(SOURCE, QUARTERLY, true);
    bench.scheduler.look();
    assertThat(bench.watched.open).isEqualTo(1);
    bench.service.pause(KB, null);
    bench.scheduler.look();
    assertThat(bench.watched.open).isZero();

    bench.service.resume(KB, null);
    bench.scheduler.look();
    assertThat(bench.watched.open).isEqualTo(1);
    bench.service.remove(KB, null);
    bench.scheduler.look();
    assertThat(bench.watched.open).isZero();
  }

  @Test
  void itsThreadWakesForWhatIsNewAndEnds() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    bench.jobs.onStart = began::countDown;
    bench.keep(PAPERS, QUARTERLY, false);
    bench.scheduler.start();
    try {
      bench.clock.advance(INTERVAL);
      bench.keep(SOURCE, QUARTERLY, false);

      assertThat(began.await(Scheduler.LONGEST.toSeconds() / 2, TimeUnit.SECONDS)).isTrue();
    } finally {
      bench.scheduler.close();
    }
    assertThat(bench.history()).extracting(Job::source).containsExactly(PAPERS);
  }

  private RunOutcome outcome() {
    return bench.last().outcome();
  }

  private Job job(int index) {
    return bench.history().get(index);
  }
}

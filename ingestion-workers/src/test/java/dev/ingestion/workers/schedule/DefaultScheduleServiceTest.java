package dev.ingestion.workers.schedule;

import static dev.ingestion.workers.schedule.SchedulerBench.KB;
import static dev.ingestion.workers.schedule.SchedulerBench.PAPERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import java.time.Duration;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DefaultScheduleServiceTest {
  private static final SourceName SOURCE = SourceName.DEFAULT;
  private static final Every HOURLY = new Every(Duration.ofHours(1));
  private static final Every DAILY = new Every(Duration.ofDays(1));

  private final SchedulerBench bench = new SchedulerBench();

  @Test
  void theFirstRunIsOneIntervalAway() {
    bench.keep(SOURCE, HOURLY, true);

    Entry kept = bench.service.show(KB, null);

    assertThat(kept.scheduled().nextRun())
        .isEqualTo(bench.clock.instant().plus(Duration.ofHours(1)));
    assertThat(kept.scheduled().followed()).isTrue();
    assertThat(kept.root()).isEqualTo("/default");
    assertThat(kept.waiting()).isNull();
  }

  @Test
  void anotherScheduleTakesThePlaceOfTheFirstWhichMayBePaused() {
    bench.keep(SOURCE, HOURLY, true);
    bench.after(Duration.ofHours(1));
    bench.service.pause(KB, null);

    bench.keep(SOURCE, DAILY, false);

    ScheduledSource now = bench.service.show(KB, null).scheduled();
    assertThat(now.schedule()).isEqualTo(DAILY);
    assertThat(now.followed()).isFalse();
    assertThat(now.paused()).isFalse();
    assertThat(now.nextRun()).isEqualTo(bench.clock.instant().plus(Duration.ofDays(1)));
    assertThat(now.last()).as("what came of the latest run").isNotNull();
    assertThat(bench.service.list()).hasSize(1);
  }

  @Test
  void theJobThatASourceHadLastIsTheLatestRunOfItsNewSchedule() {
    JobId job = bench.jobs.start(SchedulerBench.command(SOURCE)).job();

    bench.keep(SOURCE, HOURLY, false);

    LastRun last = Objects.requireNonNull(bench.service.show(KB, null).scheduled().last());
    assertThat(last.job()).isEqualTo(job);
    assertThat(last.outcome()).isEqualTo(RunOutcome.STARTED);
    bench.keep(PAPERS, HOURLY, false);
    assertThat(bench.service.show(KB, PAPERS).scheduled().last()).isNull();
  }

  @Test
  void theJobThatASourceHadLastIsFoundBehindThoseOfOtherSources() {
    JobId job = bench.jobs.start(SchedulerBench.command(SOURCE)).job();
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofMinutes(1));
    bench.jobs.start(SchedulerBench.command(PAPERS));

    bench.keep(SOURCE, HOURLY, false);

    LastRun last = Objects.requireNonNull(bench.service.show(KB, SOURCE).scheduled().last());
    assertThat(last.job()).isEqualTo(job);
    assertThat(last.outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void whatIsDueAndNotRunSaysWhatItWaitsFor() {
    bench.keep(SOURCE, HOURLY, false);
    bench.clock.advance(Duration.ofHours(1));

    assertThat(bench.service.show(KB, null).waiting()).isEqualTo("for a process that serves");
    assertThat(bench.service.pause(KB, null).waiting()).isNull();
  }

  @Test
  void whichOfSeveralIsMeantHasToBeSaid() {
    bench.keep(SOURCE, HOURLY, false);
    bench.keep(PAPERS, DAILY, false);

    assertRefused(
        ErrorCode.INVALID_ARGUMENT, "default, papers", () -> bench.service.pause(KB, null));
    assertThat(bench.service.show(KB, PAPERS).scheduled().schedule()).isEqualTo(DAILY);
    bench.service.remove(KB, PAPERS);
    assertThat(bench.service.show(KB, null).scheduled().schedule()).isEqualTo(HOURLY);
  }

  @Test
  void whatIsNotThereIsSaidToBeMissing() {
    KnowledgeBaseId nowhere = new KnowledgeBaseId("nowhere");

    assertRefused(ErrorCode.UNKNOWN_SCHEDULE, "an interval", () -> bench.service.show(KB, null));
    assertRefused(ErrorCode.UNKNOWN_SCHEDULE, "'papers'", () -> bench.service.remove(KB, PAPERS));
    assertRefused(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "nowhere", () -> bench.service.show(nowhere, null));
    assertRefused(ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "nowhere", () -> bench.service.list(nowhere));
    assertRefused(
        ErrorCode.INVALID_ARGUMENT,
        "ingest it once",
        () -> bench.keep(new SourceName("new"), HOURLY, false));
  }

  private static void assertRefused(ErrorCode code, String why, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(why);
  }
}

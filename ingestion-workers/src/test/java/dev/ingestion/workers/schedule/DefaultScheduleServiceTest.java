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
import dev.ingestion.ports.in.ScheduleService.Unreadable;
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

    Entry kept = (Entry) bench.service.show(KB, null);

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

    ScheduledSource now = bench.shown(SOURCE);
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

    LastRun last = Objects.requireNonNull(bench.shown(SOURCE).last());
    assertThat(last.job()).isEqualTo(job);
    assertThat(last.outcome()).isEqualTo(RunOutcome.STARTED);
    bench.keep(PAPERS, HOURLY, false);
    assertThat(bench.shown(PAPERS).last()).isNull();
  }

  @Test
  void theJobThatASourceHadLastIsFoundBehindThoseOfOtherSources() {
    JobId job = bench.jobs.start(SchedulerBench.command(SOURCE)).job();
    bench.jobs.become(KB, JobStatus.COMPLETED);
    bench.after(Duration.ofMinutes(1));
    bench.jobs.start(SchedulerBench.command(PAPERS));

    bench.keep(SOURCE, HOURLY, false);

    LastRun last = Objects.requireNonNull(bench.shown(SOURCE).last());
    assertThat(last.job()).isEqualTo(job);
    assertThat(last.outcome()).isEqualTo(RunOutcome.COMPLETED);
  }

  @Test
  void whatIsDueAndNotRunSaysWhatItWaitsFor() {
    bench.keep(SOURCE, HOURLY, false);
    bench.clock.advance(Duration.ofHours(1));

    assertThat(((Entry) bench.service.show(KB, null)).waiting())
        .isEqualTo("for a process that serves");
    assertThat(bench.service.pause(KB, null).waiting()).isNull();
  }

  @Test
  void whichOfSeveralIsMeantHasToBeSaid() {
    bench.keep(SOURCE, HOURLY, false);
    bench.keep(PAPERS, DAILY, false);

    assertRefused(
        ErrorCode.INVALID_ARGUMENT, "default, papers", () -> bench.service.pause(KB, null));
    assertThat(bench.shown(PAPERS).schedule()).isEqualTo(DAILY);
    bench.service.remove(KB, PAPERS);
    assertThat(bench.shown(SOURCE).schedule()).isEqualTo(HOURLY);
  }

  @Test
  void whatCannotBeReadIsShownAmongTheOthersWithItsReason() {
    bench.keep(SOURCE, HOURLY, true);
    bench.keep(PAPERS, DAILY, false);
    bench.damage(SOURCE);

    Unreadable unreadable = new Unreadable(KB, SOURCE, "/default", "It is damaged");
    assertThat(bench.service.list()).startsWith(unreadable).hasSize(2);
    assertThat(bench.service.list(KB)).startsWith(unreadable).hasSize(2);
    assertThat(bench.service.show(KB, SOURCE)).isEqualTo(unreadable);
    assertThat(bench.shown(PAPERS).schedule()).isEqualTo(DAILY);
  }

  @Test
  void anExpressionThatNobodyHereUnderstandsCannotBeRead() {
    bench.stores.schedules().insert(SchedulerBench.malformed(SOURCE));

    assertThat(bench.service.list())
        .containsExactly(new Unreadable(KB, SOURCE, "/default", "no cron here"));
  }

  @Test
  void whatCannotBeReadCannotBeChangedButReplaced() {
    bench.keep(SOURCE, HOURLY, true);
    bench.damage(SOURCE);

    assertRefused(
        ErrorCode.SCHEDULE_UNREADABLE,
        "remove it, or give the source another: It is damaged",
        () -> bench.service.pause(KB, null));
    assertRefused(ErrorCode.SCHEDULE_UNREADABLE, "default", () -> bench.service.resume(KB, SOURCE));
    bench.keep(SOURCE, DAILY, false);

    assertThat(bench.shown(SOURCE).schedule()).isEqualTo(DAILY);
    assertThat(bench.service.pause(KB, null).scheduled().paused()).isTrue();
  }

  @Test
  void whatCannotBeReadIsRemovedAsOthersAre() {
    bench.keep(SOURCE, HOURLY, false);
    bench.damage(SOURCE);

    assertThat(bench.service.remove(KB, null))
        .isEqualTo(new Unreadable(KB, SOURCE, "/default", "It is damaged"));
    assertThat(bench.service.list()).isEmpty();
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

package dev.ingestion.app.cli;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A schedule as {@code --json} shows it. */
record ScheduleView(
    String kbId,
    String source,
    String root,
    @Nullable Double every,
    @Nullable String cron,
    @Nullable String zone,
    boolean watch,
    boolean paused,
    @Nullable Integer priority,
    @Nullable String nextRun,
    @Nullable String waiting,
    @Nullable LastRunView lastRun) {

  static ScheduleView of(Entry entry) {
    ScheduledSource schedule = entry.scheduled();
    Schedule timing = schedule.schedule();
    LastRun last = schedule.last();
    return new ScheduleView(
        schedule.kb().value(),
        schedule.source().value(),
        entry.root(),
        timing instanceof Every every ? JobView.seconds(every.interval()) : null,
        timing instanceof Cron cron ? cron.expression() : null,
        timing instanceof Cron cron ? cron.zone().getId() : null,
        schedule.followed(),
        schedule.paused(),
        schedule.priority() == null ? null : schedule.priority().value(),
        schedule.paused() ? null : schedule.nextRun().toString(),
        entry.waiting(),
        last == null ? null : LastRunView.of(last));
  }

  record LastRunView(String at, @Nullable String jobId, String outcome, String message) {
    static LastRunView of(LastRun last) {
      JobId job = last.job();
      return new LastRunView(
          last.at().toString(),
          job == null ? null : job.value(),
          last.outcome().name(),
          last.message());
    }
  }

  /** When it is run, for people. */
  static String timing(ScheduledSource schedule) {
    return schedule.schedule() + (schedule.followed() ? ", and after changes" : "");
  }

  /** When the next run is, for people: by the clocks that its schedule means. */
  static String nextRun(ScheduledSource schedule) {
    if (schedule.paused()) {
      return "paused";
    }
    Instant next = schedule.nextRun().truncatedTo(ChronoUnit.SECONDS);
    return schedule.schedule() instanceof Cron cron
        ? next.atZone(cron.zone()).toOffsetDateTime().toString()
        : next.toString();
  }
}

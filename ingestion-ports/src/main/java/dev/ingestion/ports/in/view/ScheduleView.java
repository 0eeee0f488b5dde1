package dev.ingestion.ports.in.view;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.ScheduleService.Kept;
import dev.ingestion.ports.in.ScheduleService.Unreadable;
import org.jspecify.annotations.Nullable;

/**
 * A schedule.
 *
 * @param unreadable why it cannot be read and is not run, and what to do; null of one that can. All
 *     that it would have said is empty then
 */
public record ScheduleView(
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
    @Nullable LastRunView lastRun,
    @Nullable String unreadable) {

  public static ScheduleView of(Kept kept) {
    return kept instanceof Entry entry ? of(entry) : of((Unreadable) kept);
  }

  private static ScheduleView of(Unreadable schedule) {
    return new ScheduleView(
        schedule.kb().value(),
        schedule.source().value(),
        schedule.root(),
        null,
        null,
        null,
        false,
        false,
        null,
        null,
        null,
        null,
        "%s; remove it, or give the source another schedule".formatted(schedule.reason()));
  }

  private static ScheduleView of(Entry entry) {
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
        last == null ? null : LastRunView.of(last),
        null);
  }

  public record LastRunView(String at, @Nullable String jobId, String outcome, String message) {
    public static LastRunView of(LastRun last) {
      JobId job = last.job();
      return new LastRunView(
          last.at().toString(),
          job == null ? null : job.value(),
          last.outcome().name(),
          last.message());
    }
  }
}

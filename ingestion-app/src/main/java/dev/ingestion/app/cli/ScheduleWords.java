package dev.ingestion.app.cli;

import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.ScheduleService.Kept;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A schedule, for people. */
final class ScheduleWords {
  private ScheduleWords() {}

  /** When it is run. */
  static String timing(ScheduledSource schedule) {
    return schedule.schedule() + (schedule.followed() ? ", and after changes" : "");
  }

  /** When a source is run, and when next. */
  static String again(Kept kept) {
    return kept instanceof Entry entry
        ? "%s, next %s".formatted(timing(entry.scheduled()), nextRun(entry.scheduled()))
        : "never, for its schedule is unreadable; 'ingestion schedule show %s' says why"
            .formatted(kept.kb());
  }

  /** When the next run is: by the clocks that its schedule means. */
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

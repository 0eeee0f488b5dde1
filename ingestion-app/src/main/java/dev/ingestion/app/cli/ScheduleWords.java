package dev.ingestion.app.cli;

import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.ScheduledSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A schedule, for people. */
final class ScheduleWords {
  private ScheduleWords() {}

  /** When it is run. */
  static String timing(ScheduledSource schedule) {
    return schedule.schedule() + (schedule.followed() ? ", and after changes" : "");
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

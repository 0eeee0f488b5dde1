package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import dev.ingestion.domain.schedule.ZonedTimes;
import dev.ingestion.ports.out.CronExpressions;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** When the next run of a schedule is. Thread-safe. */
final class NextRuns {
  private final Optional<CronExpressions> expressions;

  /**
   * @param expressions empty where no adapter reads any
   */
  @Inject
  NextRuns(Optional<CronExpressions> expressions) {
    this.expressions = expressions;
  }

  /** The first run of a schedule that begins now. */
  Instant first(Schedule schedule, Instant now) {
    return after(schedule, now, now);
  }

  /**
   * What is stored, read to the end: an expression is kept as text, which this program may not
   * understand.
   */
  StoredSchedule read(StoredSchedule stored, Instant now) {
    if (stored instanceof ScheduledSource scheduled) {
      try {
        first(scheduled.schedule(), now);
      } catch (RuntimeException e) { // of whatever kind: the other schedules are to run on
        return new UnreadableSchedule(stored.kb(), stored.source(), reason(e), stored.version());
      }
    }
    return stored;
  }

  private static String reason(RuntimeException e) {
    String message = e instanceof IngestionException ? e.getMessage() : null;
    return message == null ? e.toString() : message;
  }

  /**
   * The run that follows one that was planned, later than now: however many were missed in between,
   * they are not made up for one by one.
   *
   * @throws IngestionException INVALID_ARGUMENT if an expression is malformed,
   *     CONFIGURATION_INVALID if none can be read here
   */
  Instant after(Schedule schedule, Instant planned, Instant now) {
    if (schedule instanceof Every every) {
      return every.next(planned, now);
    }
    Cron cron = (Cron) schedule;
    return new ZonedTimes(reader().parse(cron.expression()), cron.zone())
        .next(now)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The schedule %s has no further run".formatted(schedule)));
  }

  private CronExpressions reader() {
    return expressions.orElseThrow(
        () ->
            new IngestionException(
                ErrorCode.CONFIGURATION_INVALID,
                "Nothing here reads cron expressions; install an adapter that does, or give an interval instead"));
  }
}

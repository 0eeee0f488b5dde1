package dev.ingestion.workers.schedule;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
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

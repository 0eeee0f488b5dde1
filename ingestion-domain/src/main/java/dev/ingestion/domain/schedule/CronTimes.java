package dev.ingestion.domain.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The times that a cron expression names, on a clock that is never changed. {@link ZonedTimes} says
 * when they come in a time zone. Immutable.
 */
public interface CronTimes {
  /**
   * @return the first time after this one, a whole minute; empty if there is none ever
   */
  Optional<LocalDateTime> next(LocalDateTime after);

  /** Whether it leaves the hour open, and so speaks of a distance rather than of times of a day. */
  boolean isEveryHour();
}

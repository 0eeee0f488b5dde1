package dev.ingestion.ports.out;

import dev.ingestion.domain.schedule.CronTimes;

/**
 * Reads cron expressions of five fields: minute, hour, day of month, month and day of the week (0
 * and 7 are Sunday), with {@code *}, lists, ranges, steps and English names; if both days are
 * given, either will do. Called when a schedule is kept and each time its next run is asked for.
 * Thread-safe.
 *
 * <p>Not offered: seconds, years, {@code L}, {@code W}, {@code #}, {@code ?} and nicknames such as
 * {@code @daily}; and time zones, which {@link dev.ingestion.domain.schedule.ZonedTimes} knows.
 */
public interface CronExpressions {
  /**
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if it is malformed, or names a
   *     day that never comes; the message says what is wrong and gives an example
   */
  CronTimes parse(String expression);
}

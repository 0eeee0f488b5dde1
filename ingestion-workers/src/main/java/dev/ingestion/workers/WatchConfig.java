package dev.ingestion.workers;

import java.time.Duration;

/**
 * When changes of a source that is followed lead to a run.
 *
 * @param quietPeriod how long nothing must have changed
 * @param longestDelay how long after the first change a run begins even if changes do not end
 */
public record WatchConfig(Duration quietPeriod, Duration longestDelay) {
  public WatchConfig {
    if (quietPeriod.toMillis() < 1 || longestDelay.compareTo(quietPeriod) < 0) {
      throw new IllegalArgumentException(
          "quiet-period must be at least 1 ms, and longest-delay no shorter than that");
    }
  }
}

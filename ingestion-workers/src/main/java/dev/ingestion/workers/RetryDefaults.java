package dev.ingestion.workers;

import java.time.Duration;

/**
 * What {@link RetryConfig} follows where a stage is given nothing else: the defaults in its {@code
 * reference.conf} refer to these.
 *
 * @param maxRetries attempts after the first
 * @param retryDelay upper bound of the first wait; it doubles each time
 */
public record RetryDefaults(int maxRetries, Duration retryDelay) {
  private static final int MOST_RETRIES = 1_000_000;
  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  public RetryDefaults {
    requireRetries("max-retries", maxRetries);
    requireDelay("retry-delay", retryDelay);
  }

  static void requireRetries(String name, int retries) {
    if (retries < 0 || retries > MOST_RETRIES) {
      throw new IllegalArgumentException("%s must be from 0 to %d".formatted(name, MOST_RETRIES));
    }
  }

  static void requireDelay(String name, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException(
          "%s must be from 0 to %d hours".formatted(name, LONGEST_DELAY.toHours()));
    }
  }
}

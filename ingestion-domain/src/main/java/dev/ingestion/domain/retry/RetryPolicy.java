package dev.ingestion.domain.retry;

import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter, capped: attempt n waits a random time between 0 and {@code
 * min(cap, base × 2ⁿ)}. See Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 *
 * @param maxRetries attempts after the first
 * @param base upper bound of the first wait
 * @param cap upper bound of every wait
 */
public record RetryPolicy(int maxRetries, Duration base, Duration cap) {
  public RetryPolicy {
    if (maxRetries < 0 || base.isNegative() || cap.compareTo(base) < 0) {
      throw new IllegalArgumentException(
          "Not a retry policy: %d retries, %s, at most %s".formatted(maxRetries, base, cap));
    }
  }

  /**
   * @param attempt failed attempts so far, at least 1
   */
  public boolean allowsAnother(int attempt) {
    return attempt <= maxRetries;
  }

  /**
   * @param attempt failed attempts so far, at least 1
   */
  public Duration delay(int attempt, RandomGenerator random) {
    int doublings = Math.min(attempt - 1, 40);
    double bound = Math.min((double) cap.toNanos(), base.toNanos() * Math.pow(2, doublings));
    return Duration.ofNanos((long) (random.nextDouble() * bound));
  }

  /**
   * The same, but never less than what whoever refused asks for, even beyond the cap.
   *
   * @param attempt failed attempts so far, at least 1
   */
  public Duration delay(int attempt, IngestionException error, RandomGenerator random) {
    Duration delay = delay(attempt, random);
    Duration asked = error.retryAfter().orElse(Duration.ZERO);
    return asked.compareTo(delay) > 0 ? asked : delay;
  }
}

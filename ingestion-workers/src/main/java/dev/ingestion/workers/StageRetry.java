package dev.ingestion.workers;

import dev.ingestion.domain.retry.RetryPolicy;
import java.time.Duration;

/**
 * How often a stage tries again, and how long it waits before.
 *
 * @param maxRetries attempts after the first
 * @param delay upper bound of the first wait; it doubles each time
 * @param maxDelay upper bound of every wait; the first one's, if that is longer
 */
public record StageRetry(int maxRetries, Duration delay, Duration maxDelay) {
  public StageRetry {
    RetryDefaults.requireRetries("max-retries", maxRetries);
    RetryDefaults.requireDelay("delay", delay);
    RetryDefaults.requireDelay("max-delay", maxDelay);
  }

  public RetryPolicy policy() {
    return new RetryPolicy(maxRetries, delay, delay.compareTo(maxDelay) > 0 ? delay : maxDelay);
  }
}

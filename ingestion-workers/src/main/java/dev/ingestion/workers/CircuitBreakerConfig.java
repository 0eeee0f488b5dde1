package dev.ingestion.workers;

import java.time.Duration;

/**
 * When a dependency counts as away, and how often it is asked whether it is back.
 *
 * @param failures of as many different batches, without a success between them, open the circuit
 * @param firstWait from its opening to the first question; it doubles each time
 * @param maxWait most between two questions
 */
public record CircuitBreakerConfig(int failures, Duration firstWait, Duration maxWait) {
  public CircuitBreakerConfig {
    if (failures < 1 || firstWait.toMillis() < 1 || maxWait.toMillis() < 1) {
      throw new IllegalArgumentException(
          "failures must be at least 1, first-wait and max-wait at least 1 ms");
    }
  }
}

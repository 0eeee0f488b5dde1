package dev.ingestion.workers;

import java.time.Duration;

/**
 * How requests that may be sent again are kept.
 *
 * @param retention how long at least the key of a start is known
 */
public record StartRequestsConfig(Duration retention) {
  public StartRequestsConfig {
    if (retention.toMillis() < 1) {
      throw new IllegalArgumentException("start-requests.retention must be at least 1 ms");
    }
  }
}

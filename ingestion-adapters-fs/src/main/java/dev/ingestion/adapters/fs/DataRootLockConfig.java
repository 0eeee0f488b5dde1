package dev.ingestion.adapters.fs;

import java.time.Duration;

/**
 * How the data root is claimed.
 *
 * @param timeout how long to wait for another process that is about to give it up
 */
public record DataRootLockConfig(Duration timeout) {
  public DataRootLockConfig {
    if (timeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative");
    }
  }
}

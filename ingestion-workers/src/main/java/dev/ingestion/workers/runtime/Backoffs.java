package dev.ingestion.workers.runtime;

import dev.ingestion.workers.WorkersConfig;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Makes the backoff of a dependency from the settings. Thread-safe. */
public final class Backoffs {
  private final WorkersConfig config;
  private final RandomGenerator random;
  private final InstantSource clock;

  @Inject
  Backoffs(WorkersConfig config, RandomGenerator random, InstantSource clock) {
    this.config = config;
    this.random = random;
    this.clock = clock;
  }

  /**
   * @param dependency what may be away, as people call it
   */
  Backoff of(String dependency) {
    return new Backoff(dependency, config.retryPolicy(), random, clock);
  }
}

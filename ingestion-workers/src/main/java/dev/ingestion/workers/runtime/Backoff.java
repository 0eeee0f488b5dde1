package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.retry.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often a dependency failed in a row, and says how long to wait before it is asked
 * again, until the retries are spent. Used by one thread at a time.
 */
final class Backoff {
  private static final RetryPolicy ENDLESS =
      new RetryPolicy(Integer.MAX_VALUE, Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final Function<ErrorCode, String> dependency;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final InstantSource clock;
  private int failures;
  private @Nullable Instant since;

  /**
   * @param dependency what is away if it fails so
   */
  Backoff(
      Function<ErrorCode, String> dependency,
      RetryPolicy policy,
      RandomGenerator random,
      InstantSource clock) {
    this.dependency = dependency;
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /** How long to wait before the next attempt, and what to say meanwhile. */
  record Wait(Duration time, Outage outage) {}

  /**
   * @param asked how long the dependency asks to be left alone; no wait is shorter
   * @return empty if the retries are spent
   */
  Optional<Wait> failed(JobError error, Duration asked) {
    failures++;
    if (!policy.allowsAnother(failures)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant begun = since == null ? now : since;
    since = begun;
    Duration drawn = policy.delay(failures, random);
    Duration wait = asked.compareTo(drawn) > 0 ? asked : drawn;
    return Optional.of(
        new Wait(
            wait,
            new Outage(
                dependency.apply(error.code()),
                error.code(),
                error.message(),
                begun,
                now.plus(wait))));
  }

  /** This outage when it is to be sat out: asked for as long as it takes, and ever more rarely. */
  Backoff endless() {
    Backoff endless = new Backoff(dependency, ENDLESS, random, clock);
    endless.since = since;
    return endless;
  }

  /** The dependency has done its part: what fails from now on is another outage. */
  void succeeded() {
    failures = 0;
    since = null;
  }
}

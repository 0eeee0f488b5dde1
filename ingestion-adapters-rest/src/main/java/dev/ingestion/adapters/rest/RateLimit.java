package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bucket for each client that fills up steadily and is emptied by what the client does.
 * Thread-safe.
 *
 * <p>The buckets used last are kept; one that is forgotten is full again. Somebody with so many
 * addresses is not stopped by counting them anyway.
 */
final class RateLimit {
  private static final int MOST_CLIENTS = 10_000;

  private final double perSecond;
  private final int burst;
  private final InstantSource clock;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CLIENTS;
        }
      };

  private record Bucket(double left, Instant at) {}

  /**
   * @param perSecond 0 for no limit
   * @param burst most in a bucket
   */
  RateLimit(double perSecond, int burst, InstantSource clock) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.clock = clock;
  }

  /**
   * Counts one.
   *
   * @throws IngestionException RATE_LIMITED if the bucket is empty, with when it will not be
   */
  synchronized void take(String client) {
    if (perSecond > 0) {
      Bucket now = filled(client);
      buckets.put(client, now); // so that time goes on after a clock was set back
      requireSome(now);
      buckets.put(client, new Bucket(now.left - 1, now.at));
    }
  }

  /**
   * Counts nothing.
   *
   * @throws IngestionException RATE_LIMITED as {@link #take} would
   */
  synchronized void check(String client) {
    if (perSecond > 0) {
      requireSome(filled(client));
    }
  }

  private void requireSome(Bucket bucket) {
    if (bucket.left < 1) {
      Duration wait = Duration.ofMillis((long) Math.ceil((1 - bucket.left) / perSecond * 1_000));
      long seconds = Math.max(1, (wait.toMillis() + 999) / 1_000);
      throw new IngestionException(
          ErrorCode.RATE_LIMITED,
          "Too many requests from here in too short a time; try again in %d s".formatted(seconds),
          null,
          Duration.ofSeconds(seconds));
    }
  }

  /** A clock that was set back adds nothing, and takes nothing away. */
  private Bucket filled(String client) {
    Instant now = clock.instant();
    @Nullable Bucket before = buckets.get(client);
    if (before == null) {
      return new Bucket(burst, now);
    }
    double passed = Math.max(0, Duration.between(before.at, now).toMillis() / 1_000.0);
    return new Bucket(Math.min(burst, before.left + passed * perSecond), now);
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.workers.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether a dependency is away. Closed while it answers; open once it failed several
 * different batches in a row, asked to be left alone, or did not answer a probe. While it is open
 * nothing is asked of it but one probe now and then, and the first success closes it.
 *
 * <p>One batch that fails again and again does not open it, however often: that speaks against the
 * batch. Thread-safe.
 */
final class CircuitBreaker {
  private static final int MOST_DOUBLINGS = 30;

  private final String dependency;
  private final CircuitBreakerConfig config;
  private final RandomGenerator random;
  private final InstantSource clock;
  private final Threads threads;
  private final Lock lock;

  /** Batches that failed since the last success. */
  private final Set<Object> failing = new HashSet<>();

  private @Nullable Opened opened;

  CircuitBreaker(
      String dependency,
      CircuitBreakerConfig config,
      RandomGenerator random,
      InstantSource clock,
      Threads threads) {
    this.dependency = dependency;
    this.config = config;
    this.random = random;
    this.clock = clock;
    this.threads = threads;
    this.lock = threads.lock();
  }

  /**
   * @param probes how many went unanswered
   * @param nextNanos when the next is due, on the monotonic clock
   * @param probing whether somebody is about it
   */
  private record Opened(Outage outage, int probes, long nextNanos, boolean probing) {
    Opened probing(boolean now) {
      return new Opened(outage, probes, nextNanos, now);
    }
  }

  boolean isClosed() {
    return Locks.holding(lock, () -> opened == null);
  }

  /**
   * @return whether the caller is to probe the dependency now, and to say how that went with {@link
   *     #succeeded}, {@link #open} or {@link #gaveUpProbe}; nobody else does meanwhile
   */
  boolean beginProbe() {
    return Locks.holding(
        lock,
        () -> {
          boolean due =
              opened != null && !opened.probing() && threads.nanoTime() - opened.nextNanos() >= 0;
          if (opened != null && due) {
            opened = opened.probing(true);
          }
          return due;
        });
  }

  /** Nobody knows whether the dependency answers; the next who asks probes it. */
  void gaveUpProbe() {
    Locks.holding(
        lock,
        () -> {
          if (opened != null) {
            opened = opened.probing(false);
          }
        });
  }

  void succeeded() {
    Locks.holding(
        lock,
        () -> {
          failing.clear();
          opened = null;
        });
  }

  /**
   * A batch failed for a reason that may pass.
   *
   * @param batch equal to that of another failure if it is about the same batch
   * @return whether that counts against the batch; it does not where the dependency is to blame
   */
  boolean failed(Object batch, IngestionException error) {
    return Locks.holding(
        lock,
        () -> {
          if (opened != null) {
            return false;
          }
          failing.add(batch);
          if (failing.size() >= config.failures()) {
            reopen(error);
            return false;
          }
          if (error.retryAfter().isPresent()) {
            reopen(error);
          }
          return true;
        });
  }

  /** The dependency did not answer when it was asked only for that. */
  void open(IngestionException error) {
    Locks.holding(lock, () -> reopen(error));
  }

  /** How long until the next probe is due; nothing if closed. */
  Duration untilProbe() {
    return Locks.holding(
        lock,
        () ->
            opened == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, opened.nextNanos() - threads.nanoTime())));
  }

  /** Why whoever needs the dependency waits, since when, and until when; null if it is closed. */
  @Nullable String reason() {
    Opened now = Locks.<@Nullable Opened>holding(lock, () -> opened);
    return now == null ? null : now.outage().reason();
  }

  private void reopen(IngestionException error) {
    Instant now = clock.instant();
    int probes = opened == null ? 0 : opened.probes() + 1;
    Instant since = opened == null ? now : opened.outage().since();
    Duration wait = wait(probes, error);
    Outage outage =
        new Outage(
            dependency, error.code(), String.valueOf(error.getMessage()), since, now.plus(wait));
    opened = new Opened(outage, probes, threads.nanoTime() + wait.toNanos(), false);
    failing.clear();
  }

  /**
   * What was asked for; otherwise doubling, between half and the whole of it, so that nodes part.
   */
  private Duration wait(int probes, IngestionException error) {
    double bound =
        Math.min(
            (double) config.maxWait().toNanos(),
            config.firstWait().toNanos() * Math.pow(2, Math.min(probes, MOST_DOUBLINGS)));
    Duration wait = Duration.ofNanos((long) (bound * (1 + random.nextDouble()) / 2));
    return error.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
  }
}

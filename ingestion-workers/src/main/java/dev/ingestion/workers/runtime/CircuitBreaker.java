package dev.ingestion.workers.runtime;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.workers.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

  private @Nullable Outage outage;

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
   * @param next the same for people
   * @param probing whether somebody is about it
   */
  private record Outage(
      IngestionException error,
      Instant since,
      int probes,
      long nextNanos,
      Instant next,
      boolean probing) {

    Outage probing(boolean now) {
      return new Outage(error, since, probes, nextNanos, next, now);
    }
  }

  boolean isClosed() {
    return Locks.holding(lock, () -> outage == null);
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
              outage != null && !outage.probing() && threads.nanoTime() - outage.nextNanos() >= 0;
          if (outage != null && due) {
            outage = outage.probing(true);
          }
          return due;
        });
  }

  /** Nobody knows whether the dependency answers; the next who asks probes it. */
  void gaveUpProbe() {
    Locks.holding(
        lock,
        () -> {
          if (outage != null) {
            outage = outage.probing(false);
          }
        });
  }

  void succeeded() {
    Locks.holding(
        lock,
        () -> {
          failing.clear();
          outage = null;
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
          if (outage != null) {
            return false;
          }
          failing.add(batch);
          if (failing.size() >= config.failures()) {
            opened(error);
            return false;
          }
          if (error.retryAfter().isPresent()) {
            opened(error);
          }
          return true;
        });
  }

  /** The dependency did not answer when it was asked only for that. */
  void open(IngestionException error) {
    Locks.holding(lock, () -> opened(error));
  }

  /** How long until the next probe is due; nothing if closed. */
  Duration untilProbe() {
    return Locks.holding(
        lock,
        () ->
            outage == null
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, outage.nextNanos() - threads.nanoTime())));
  }

  /** Why whoever needs the dependency waits, since when, and until when; null if it is closed. */
  @Nullable String reason() {
    Outage now = Locks.<@Nullable Outage>holding(lock, () -> outage);
    return now == null
        ? null
        : "The %s is away since %s (%s: %s); it is asked again at %s"
            .formatted(
                dependency,
                now.since().truncatedTo(ChronoUnit.SECONDS),
                now.error().code(),
                now.error().getMessage(),
                now.next().truncatedTo(ChronoUnit.SECONDS));
  }

  private void opened(IngestionException error) {
    int probes = outage == null ? 0 : outage.probes() + 1;
    Instant since = outage == null ? clock.instant() : outage.since();
    Duration wait = wait(probes, error);
    outage =
        new Outage(
            error,
            since,
            probes,
            threads.nanoTime() + wait.toNanos(),
            clock.instant().plus(wait),
            false);
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

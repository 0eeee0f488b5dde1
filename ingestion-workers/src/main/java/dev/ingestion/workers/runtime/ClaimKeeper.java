package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.QueueConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the claims of this process alive while they are worked on. Thread-safe. */
public final class ClaimKeeper {
  private static final Logger log = LoggerFactory.getLogger(ClaimKeeper.class);

  private final WorkQueue queue;
  private final Duration lease;
  private final EngineMetrics metrics;
  private final Threads threads;

  /** By tokens, when their lease began, on the monotonic clock. */
  private final Map<ClaimToken, Long> held = new ConcurrentHashMap<>();

  @Inject
  ClaimKeeper(WorkQueue queue, QueueConfig config, EngineMetrics metrics, Threads threads) {
    this.queue = queue;
    this.lease = config.lease();
    this.metrics = metrics;
    this.threads = threads;
  }

  Duration lease() {
    return lease;
  }

  void hold(ClaimToken token) {
    held.put(token, threads.nanoTime());
  }

  /** Stops extending a claim that was acknowledged or refused. */
  void forget(ClaimToken token) {
    held.remove(token);
  }

  /**
   * Gives claims back, so that others can take their work at once. What cannot be given back
   * expires: that costs time and nothing else, so nobody has to deal with it.
   */
  void release(List<ClaimToken> tokens) {
    tokens.forEach(this::forget);
    try {
      queue.release(tokens);
    } catch (RuntimeException | Error e) {
      Errors.log(log, "Claims %s cannot be given back and will expire".formatted(tokens), e);
    }
  }

  /** How long ago the lease began of the claim that was extended longest ago. */
  Duration oldestLease() {
    long now = threads.nanoTime();
    return Duration.ofNanos(
        Math.max(0, held.values().stream().mapToLong(since -> now - since).max().orElse(0)));
  }

  /** Extends every claim held; to be called several times within a lease. */
  void extendAll() {
    for (ClaimToken token :
        List.copyOf(held.keySet())) { // in an order that a simulation can repeat
      try {
        long now = threads.nanoTime();
        if (queue.extend(token, lease)) {
          held.replace(token, now);
        } else if (held.remove(token) != null) {
          // one that was acknowledged meanwhile is not held any more
          metrics.lost();
          log.warn("Claim {} had expired; its work was or will be done by another", token);
        }
      } catch (RuntimeException | Error e) {
        Errors.log(log, "Claim %s could not be extended".formatted(token), e);
      }
    }
  }
}

package dev.ingestion.workers.schedule;

import dev.ingestion.workers.WatchConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes one of many changes: it is due once nothing has changed for a while, or the first change is
 * long enough ago. Thread-safe.
 */
final class Debounce {
  private final WatchConfig config;
  private final LongSupplier nanoTime;
  private boolean changed;
  private long first;
  private long last;

  Debounce(WatchConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
  }

  synchronized void changed() {
    last = nanoTime.getAsLong();
    if (!changed) {
      changed = true;
      first = last;
    }
  }

  /** How long until it is due, zero if it is; empty if nothing has changed. */
  synchronized Optional<Duration> dueIn() {
    return changed ? Optional.of(Duration.ofNanos(Math.max(0, nanosLeft()))) : Optional.empty();
  }

  private long nanosLeft() {
    long now = nanoTime.getAsLong();
    long untilQuiet = last + config.quietPeriod().toNanos() - now;
    long untilTooLate = first + config.longestDelay().toNanos() - now;
    return Math.min(untilQuiet, untilTooLate);
  }

  /**
   * @return whether it was due; then all that has changed is taken note of
   */
  synchronized boolean take() {
    boolean due = changed && nanosLeft() <= 0;
    changed = changed && !due;
    return due;
  }
}

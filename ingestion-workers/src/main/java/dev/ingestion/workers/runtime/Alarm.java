package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/**
 * Has something done later, once: at the earliest of the times it was set to since it last rang.
 * However often it is set, one thread at most waits for it. Thread-safe.
 */
final class Alarm {
  private final String name;
  private final Threads threads;
  private final Runnable action;
  private final Lock lock;
  private final Signal changed;
  private boolean set;
  private long dueNanos;

  /**
   * @param action done by a thread of its own, which has nobody to throw at
   */
  Alarm(String name, Threads threads, Runnable action) {
    this.name = name;
    this.threads = threads;
    this.action = action;
    this.lock = threads.lock();
    this.changed = threads.signal();
  }

  /** Rings after a time, unless it does so earlier. */
  void setWithin(Duration delay) {
    Locks.holding(
        lock,
        () -> {
          long due = threads.nanoTime() + delay.toNanos();
          if (!set) {
            dueNanos = due;
            threads.start(name, this::ring);
            set = true;
          } else if (due - dueNanos < 0) {
            dueNanos = due;
            changed.raise();
          }
        });
  }

  private void ring() {
    for (Duration left = left(); !left.isZero(); left = left()) {
      changed.await(left);
    }
    action.run();
  }

  /** Nothing once it is time; from then on it can be set anew. */
  private Duration left() {
    return Locks.holding(
        lock,
        () -> {
          long left = Math.max(0, dueNanos - threads.nanoTime());
          set = left > 0;
          return Duration.ofNanos(left);
        });
  }
}

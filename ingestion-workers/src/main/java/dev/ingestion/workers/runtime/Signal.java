package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes threads that wait for something to happen; each also wakes by itself after a time. */
public final class Signal {
  private final Semaphore raised = new Semaphore(0);

  /** Wakes those that wait now, or else the next that would. */
  void raise() {
    raised.release(Math.max(1, raised.getQueueLength()));
  }

  /**
   * Waits for the signal or the time, whichever comes first. Wakes early if interrupted, with the
   * flag set again.
   */
  void await(Duration most) {
    try {
      if (raised.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
        raised.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

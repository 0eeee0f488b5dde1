package dev.ingestion.workers.schedule;

import dev.ingestion.workers.runtime.Signal;
import dev.ingestion.workers.runtime.Threads;
import jakarta.inject.Inject;
import java.time.Duration;

/** Wakes the scheduler when there may be something to do for it. Thread-safe. */
final class Bell {
  private final Signal signal;

  @Inject
  Bell(Threads threads) {
    this.signal = threads.signal();
  }

  void ring() {
    signal.raise();
  }

  void await(Duration most) {
    signal.await(most);
  }
}

package dev.ingestion.app.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the work in order when the process is told to end (Ctrl-C, SIGTERM) while a command runs,
 * and then the process with the exit code for that. Told a second time, it ends at once.
 *
 * <p>Signals are caught before the JVM acts on them. In a shutdown hook it would be too late: hooks
 * run all at the same time, and that of the embedding library takes the model away from the work
 * that is just coming to rest.
 */
final class Interruption {
  private final Runnable ending;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Signals signals;

  /**
   * @param ending tells the person what becomes of the work, and brings it to an end
   */
  Interruption(Runnable ending) {
    this.ending = ending;
    this.signals = new Signals(this::caught);
  }

  boolean requested() {
    return requested.get();
  }

  /** Waits until the work has been brought to an end because the process was told to end. */
  void await() throws InterruptedException {
    over.await();
  }

  /**
   * Leaves signals to the JVM again. If one has come it is too late for that: the next one must
   * still find us, and whoever brings the work to an end has the last word, which ends the process.
   * Then this does not return, unless the thread is interrupted.
   */
  void disarm() {
    if (!requested()) {
      signals.close();
      return;
    }
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void caught() {
    try {
      if (requested.compareAndSet(false, true)) {
        ending.run();
        over.countDown();
      }
    } finally {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}

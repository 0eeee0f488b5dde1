package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Platform;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the platform in order when the process is told to end (Ctrl-C, SIGTERM) while a command
 * runs, and ends it with the exit code for that. Told a second time, it ends at once.
 *
 * <p>Signals are caught before the JVM acts on them. In a shutdown hook it would be too late: hooks
 * run all at the same time, and that of the embedding library takes the model away from the work
 * that is just coming to rest.
 */
final class Interruption implements AutoCloseable {
  private final Platform platform;
  private final Runnable message;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Signals signals;

  /**
   * @param message tells the person what becomes of the work
   */
  Interruption(Platform platform, Runnable message) {
    this.platform = platform;
    this.message = message;
    this.signals = new Signals(this::caught);
  }

  boolean requested() {
    return requested.get();
  }

  /** Once a signal has come, the next one must still find us. */
  @Override
  public void close() {
    if (!requested()) {
      signals.close();
    }
  }

  private void caught() {
    try {
      if (requested.compareAndSet(false, true)) {
        message.run();
        platform.close();
      }
    } finally {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}

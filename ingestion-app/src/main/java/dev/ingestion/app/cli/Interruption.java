package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Platform;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Closes the platform in order when the process is told to end (Ctrl-C, SIGTERM) while a command
 * runs, and ends it with the exit code for that.
 */
final class Interruption implements AutoCloseable {
  private final Platform platform;
  private final Runnable message;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Thread hook = new Thread(this::closeInOrder, "interruption");

  private Interruption(Platform platform, Runnable message) {
    this.platform = platform;
    this.message = message;
  }

  /**
   * @param message tells the person what becomes of the work
   */
  static Interruption watch(Platform platform, Runnable message) {
    Interruption interruption = new Interruption(platform, message);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  boolean requested() {
    return requested.get();
  }

  @Override
  public void close() {
    // Once the hook runs it cannot be removed, and the process ends with it.
    if (!requested.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        requested.set(true);
      }
    }
  }

  private void closeInOrder() {
    requested.set(true);
    message.run();
    try {
      platform.close();
    } finally {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }
  }
}

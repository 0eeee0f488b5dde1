package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What a command works on. */
interface RunningPlatform {
  /**
   * Waits until the platform is up.
   *
   * @throws RuntimeException whatever kept it from starting
   */
  Services services();

  /** Starts what only a process does that stays to serve, which is the one that owns the data. */
  void serve();

  /** Whether the process that runs the command stays to serve, whatever becomes of the command. */
  boolean isServing();

  /** Where it is reached from outside; empty if nowhere. */
  Optional<URI> url();

  /** Where the log is written; empty if it is not. */
  Optional<Path> log();

  /** Whether the process was told to end. */
  boolean interrupted();

  /**
   * Waits until the process is told to end; whoever waits in that process does not come back.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void awaitInterruption() throws InterruptedException;

  /** Whether whoever gave the command has left it to the process that runs it. */
  boolean left();
}

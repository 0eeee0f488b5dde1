package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
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

  /** Where the log is written; empty if it is not. */
  Optional<Path> log();

  /** Whether the process was told to end. */
  boolean interrupted();
}

package dev.ingestion.app.cli;

/** Gives a command the platform that it needs. */
interface CommandRunner {
  /**
   * @return the exit code
   */
  int run(ServiceCommand command);
}

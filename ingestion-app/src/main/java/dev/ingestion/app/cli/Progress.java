package dev.ingestion.app.cli;

import dev.ingestion.domain.job.IngestionState;

/** Shows how a job comes on, on the standard error stream. */
interface Progress extends AutoCloseable {
  static Progress on(Terminal terminal) {
    return terminal.live() ? new ProgressLine(terminal) : new ProgressLog(terminal);
  }

  /** Called several times a second. */
  void show(IngestionState state);

  @Override
  void close();
}

package dev.ingestion.app.cli;

import dev.ingestion.domain.job.IngestionState;
import java.time.Duration;

/** A line every few seconds, for where nothing can be redrawn. */
final class ProgressLog implements Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private Duration next = BETWEEN_LINES;

  ProgressLog(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(IngestionState state) {
    if (state.elapsed().compareTo(next) >= 0) {
      terminal.err().println(state.kb() + ": " + ProgressText.of(state));
      next = state.elapsed().plus(BETWEEN_LINES);
    }
  }

  @Override
  public void close() {}
}

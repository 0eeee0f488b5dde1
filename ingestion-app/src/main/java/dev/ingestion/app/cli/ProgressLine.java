package dev.ingestion.app.cli;

import dev.ingestion.domain.job.IngestionState;

/** One line that is drawn over and over: a bar, counts, rate and time left. */
final class ProgressLine implements Progress {
  private static final String ERASE = "\r\u001b[K";
  private static final int BAR = 24;

  private final Terminal terminal;

  ProgressLine(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void show(IngestionState state) {
    String line = bar(state) + "  " + ProgressText.of(state);
    int room = Math.max(1, terminal.columns() - 1);
    terminal.err().print(ERASE + (line.length() <= room ? line : line.substring(0, room)));
    terminal.err().flush();
  }

  @Override
  public void close() {
    terminal.err().print(ERASE);
    terminal.err().flush();
  }

  /** While the source is still being read nobody knows how much there is: an empty bar. */
  private static String bar(IngestionState state) {
    long done = state.chunks().indexed() + state.chunks().dead();
    long all = state.chunks().queued();
    int full = state.eta() == null || all == 0 ? 0 : (int) (BAR * done / all);
    return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
  }
}

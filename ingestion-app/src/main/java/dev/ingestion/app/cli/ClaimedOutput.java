package dev.ingestion.app.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A standard output that belongs to a command until somebody else claims it, who can do so until
 * the command has printed anything; what the command prints afterwards is dropped. Thread-safe.
 */
final class ClaimedOutput extends FilterOutputStream {
  private boolean used;
  private boolean claimed;

  ClaimedOutput(OutputStream out) {
    super(out);
  }

  /**
   * @return false if the command has printed something already
   */
  synchronized boolean claim() {
    claimed = !used;
    return claimed;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (!claimed) {
      used |= length > 0;
      out.write(bytes, offset, length);
    }
  }
}

package dev.ingestion.adapters.tika;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of the document itself. Counts as progress, ends the parse when a limit was exceeded,
 * and tells a source that cannot be read from a document that makes no sense.
 */
final class SourceStream extends FilterInputStream {
  private final ParseBudget budget;

  SourceStream(InputStream in, ParseBudget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    budget.requireAllowed();
    try {
      return in.read();
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    budget.requireAllowed();
    try {
      return in.read(bytes, offset, length);
    } catch (IOException e) {
      throw new UnreadableException(e);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** The source failed. */
  static final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(IOException cause) {
      super(cause);
    }
  }
}

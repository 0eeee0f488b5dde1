package dev.ingestion.adapters.tika;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of an embedded document: counted, and left open for the archive that goes on. */
final class UnpackedStream extends FilterInputStream {
  private final ParseBudget budget;

  UnpackedStream(InputStream in, ParseBudget budget) {
    super(in);
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    budget.spendUnpacked(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    budget.spendUnpacked(Math.max(read, 0));
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(count);
    budget.spendUnpacked(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // The stream belongs to whoever gave it to us.
  }
}

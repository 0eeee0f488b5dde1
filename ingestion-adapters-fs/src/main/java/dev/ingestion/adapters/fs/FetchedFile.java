package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.FetchedDocument;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One version of a file. */
record FetchedFile(Spool content, @Nullable String stamp) implements FetchedDocument {
  @Override
  public long size() {
    return content.size();
  }

  @Override
  public String contentHash() {
    return content.hash();
  }

  @Override
  public InputStream open() throws IOException {
    return content.open();
  }

  @Override
  public void close() {
    content.close();
  }
}

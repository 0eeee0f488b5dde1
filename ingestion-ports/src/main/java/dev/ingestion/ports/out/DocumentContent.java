package dev.ingestion.ports.out;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that do not change while they are read. */
public interface DocumentContent {
  /** Bytes in all. */
  long size();

  /**
   * @return a new stream from the beginning; the caller closes it
   */
  InputStream open() throws IOException;
}

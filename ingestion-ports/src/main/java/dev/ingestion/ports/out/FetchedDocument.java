package dev.ingestion.ports.out;

import org.jspecify.annotations.Nullable;

/** One version of a document's bytes, kept until closed. */
public interface FetchedDocument extends DocumentContent, AutoCloseable {
  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  String contentHash();

  /**
   * The stamp under which a later listing may take the content as unchanged; null if it changed too
   * shortly before it was read to trust any stamp.
   */
  @Nullable String stamp();

  @Override
  void close();
}

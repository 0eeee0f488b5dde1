package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.io.InputStream;
import org.apache.tika.metadata.Metadata;

/** Reads a document that was found in another. */
@FunctionalInterface
interface EmbeddedReader {
  /**
   * @param metadata what is known of it: its name, perhaps its type
   * @param depth at least 1
   */
  void read(InputStream stream, Metadata metadata, int depth, Outline outline, ParseBudget budget)
      throws IOException;
}

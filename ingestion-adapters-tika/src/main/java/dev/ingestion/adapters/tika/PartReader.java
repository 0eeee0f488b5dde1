package dev.ingestion.adapters.tika;

import java.io.IOException;
import org.apache.tika.exception.TikaException;
import org.xml.sax.SAXException;

/** Reads the formats of one family. Thread-safe. */
interface PartReader {
  /**
   * Adds the part's blocks to the outline.
   *
   * @return the part's own title; empty if it has none
   */
  String read(Part part, Outline outline, ParseBudget budget)
      throws IOException, SAXException, TikaException;
}

package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;

/** What a parser process does with a document. */
@FunctionalInterface
interface Extraction {
  /**
   * @param progress called whenever the parser gets further
   * @throws RuntimeException and errors of every kind if there is no document to give
   */
  ParsedDocument extract(String name, DocumentContent content, Runnable progress);
}

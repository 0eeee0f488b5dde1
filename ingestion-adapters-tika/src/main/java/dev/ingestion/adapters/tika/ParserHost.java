package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;

/**
 * Where parsers run. Bytes and a name go in; a document or an error with its code comes out, within
 * the configured time and whatever the bytes do to the parser. Thread-safe.
 */
interface ParserHost {
  /**
   * @throws dev.ingestion.domain.IngestionException with one of the codes that {@link
   *     dev.ingestion.ports.out.DocumentParser#parse} promises
   */
  ParsedDocument parse(String name, DocumentContent content);
}

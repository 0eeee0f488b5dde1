package dev.ingestion.ports.out;

import dev.ingestion.domain.document.ParsedDocument;

/**
 * Makes text and structure of a document's bytes, within configured limits of time, depth, embedded
 * documents and output. Thread-safe and deterministic. It gets bytes and a name and nothing else,
 * so that it can run in another process.
 */
public interface DocumentParser {
  /** Changes whenever the same bytes could give another result: name, version and settings. */
  String fingerprint();

  /**
   * Returns or throws within the configured time, whatever the bytes do.
   *
   * @param name the document's path or URL, a hint of its type
   * @throws dev.ingestion.domain.IngestionException if nothing can be made of it; the code says
   *     why: UNSUPPORTED_TYPE, EMPTY_DOCUMENT, DOCUMENT_CORRUPT, DOCUMENT_ENCRYPTED, PARSE_TIMEOUT,
   *     PARSE_LIMIT_EXCEEDED, DOCUMENT_UNREADABLE. None of them is worth a retry on the same bytes.
   *     STORAGE_UNAVAILABLE, which is, if there is no room for the parser's temporary files.
   *     PARSER_DIED if the parser's process ended; another try, later, may go better.
   *     INTERNAL_ERROR if it does not work at all, or the caller was interrupted, which it then
   *     still is
   */
  ParsedDocument parse(String name, DocumentContent content);
}

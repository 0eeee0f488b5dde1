package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.IngestionException;

/** Tells what costs one document from what costs the job. */
public final class DocumentErrors {
  private DocumentErrors() {}

  /** Whether the document is to blame, so that the next one may go better. */
  public static boolean concernDocument(IngestionException e) {
    return switch (e.code()) {
      case UNSUPPORTED_TYPE,
          EMPTY_DOCUMENT,
          TOO_LARGE,
          OUTSIDE_ROOT,
          NOT_A_FILE,
          DOCUMENT_UNREADABLE,
          DOCUMENT_CORRUPT,
          DOCUMENT_ENCRYPTED,
          DOCUMENT_UNSTABLE,
          PARSE_TIMEOUT,
          PARSE_LIMIT_EXCEEDED,
          PARSER_DIED,
          EMBEDDING_INPUT_TOO_LONG ->
          true;
      default -> false;
    };
  }
}

package dev.ingestion.ports.out;

/** One source of documents: lists them and fetches their bytes. Thread-safe. */
public interface DocumentSource {
  /**
   * Lists from the beginning.
   *
   * @throws dev.ingestion.domain.IngestionException SOURCE_NOT_FOUND if the root is not there or is
   *     no container of documents, SOURCE_UNAVAILABLE if it cannot be listed
   */
  SourceListing list();

  /**
   * Reads a document's bytes once, whole, and knows whether they changed meanwhile: what it returns
   * is one version of the document, never a mixture. The caller closes it.
   *
   * @param path as listed
   * @throws dev.ingestion.domain.IngestionException DOCUMENT_UNSTABLE if it changed under three
   *     readings, TOO_LARGE, OUTSIDE_ROOT, NOT_A_FILE, or DOCUMENT_UNREADABLE (also when it is
   *     gone); SOURCE_UNAVAILABLE if the source itself is away: the document is not to blame, and a
   *     retry is safe
   */
  FetchedDocument fetch(String path);
}

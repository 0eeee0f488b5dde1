package dev.ingestion.ports.out;

/** Opens sources of one kind; registered under the kind's name. Thread-safe. */
public interface DocumentSourceProvider {
  /**
   * @param root as a person gave it
   * @return the root as it is stored and compared: a folder's real absolute path
   * @throws dev.ingestion.domain.IngestionException SOURCE_NOT_FOUND if there is nothing there or
   *     it is no container of documents
   */
  String canonicalRoot(String root);

  /**
   * @return the source; nothing is read yet
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if a pattern is malformed
   */
  DocumentSource open(SourceSettings settings);
}

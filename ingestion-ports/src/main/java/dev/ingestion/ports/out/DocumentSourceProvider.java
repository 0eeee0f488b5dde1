package dev.ingestion.ports.out;

/** Opens sources of one kind; registered under the kind's name. Thread-safe. */
public interface DocumentSourceProvider {
  /**
   * Does not ask whether there is anything: a job can be continued after its source is gone.
   *
   * @param root as a person gave it
   * @return the root as it is stored and compared: a folder's absolute path, links resolved as far
   *     as it exists
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if it cannot be a root at all
   */
  String canonicalRoot(String root);

  /**
   * @return the source; nothing is read yet
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if a pattern is malformed
   */
  DocumentSource open(SourceSettings settings);
}

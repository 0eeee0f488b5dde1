package dev.ingestion.domain.job;

/** What a running job is mostly busy with. */
public enum JobPhase {
  /** Listing the source and reading what changed. */
  LOADING,
  /** Parsing and cutting documents. */
  CHUNKING,
  /** The source is read; chunks are being embedded. */
  EMBEDDING,
  /** All is embedded; the index is being brought to its final state. */
  INDEXING
}

package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.List;
import java.util.function.Consumer;

/** Compares ledger and index, and lists what is live. Thread-safe. Memory is bounded. */
public interface VerificationService {
  /**
   * Reads the last durable commit of the index afresh and recomputes every chunk id from the stored
   * text. Beside a job that is a snapshot of what moves: it can find the index clean, but what it
   * finds wrong may be what the job has not committed yet, and is not reported.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE; JOB_ACTIVE if
   *     differences were found while a job worked on the knowledge base
   */
  Report verify(KnowledgeBaseId kb);

  /**
   * Gives each live chunk once, by document and then by place.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE, INDEX_NOT_READY
   */
  void export(KnowledgeBaseId kb, Consumer<ExportedChunk> sink);

  /**
   * @param documents live documents checked
   * @param chunks chunks that the ledger says are live
   * @param missing in the ledger and not in the index
   * @param orphaned in the index and not in the ledger, or there twice
   * @param stale in both, but the stored text is not that of the chunk id
   * @param details the first 1,000 of each kind
   * @param condition why ledger and index could not be compared (the index cannot be read at all,
   *     or the database was lost) and what to do; empty if they could
   */
  record Report(
      long documents,
      long chunks,
      long missing,
      long orphaned,
      long stale,
      List<Finding> details,
      String condition) {
    public boolean clean() {
      return missing == 0 && orphaned == 0 && stale == 0 && condition.isEmpty();
    }
  }

  /** What a finding is about. */
  enum Kind {
    MISSING,
    ORPHANED,
    STALE
  }

  record Finding(Kind kind, String source, String document, String chunkId) {}

  record ExportedChunk(
      String source, String document, String revision, String chunkId, int ordinal, String text) {}
}

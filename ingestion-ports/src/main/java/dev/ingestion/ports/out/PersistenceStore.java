package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the latest snapshot of each knowledge base, so that an operator can read its state without
 * the database, and its job comes back if the database is lost.
 *
 * <p>Called by the engine at every transition and at most once a second while a job runs; read when
 * it starts.
 *
 * <p>Thread-safe. Saving replaces the whole snapshot atomically and durably: a reader, also after a
 * crash, sees the old or the new, never a mixture.
 *
 * <p>Not offered: history, and listing by status; ask {@link JobRepository} for those.
 */
public interface PersistenceStore {
  /**
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE if it cannot be written;
   *     the earlier snapshot is then still there; safe to retry
   */
  void save(JobSnapshot snapshot);

  /**
   * @return the snapshot, empty if this knowledge base never had one
   * @throws dev.ingestion.domain.IngestionException STORAGE_CORRUPT if there is one that cannot be
   *     read: the message names it; the next {@link #save} replaces it and keeps the damaged one
   *     aside
   */
  Optional<JobSnapshot> load(KnowledgeBaseId kb);

  /**
   * @return the knowledge bases that have a snapshot, readable or not, in the order of their ids
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE if that cannot be found
   *     out; safe to retry
   */
  List<KnowledgeBaseId> list();

  /** Forgets the snapshot; does nothing if there is none. */
  void delete(KnowledgeBaseId kb);
}

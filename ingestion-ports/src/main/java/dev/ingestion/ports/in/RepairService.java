package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.List;

/**
 * Makes an index again what its ledger says. Called when {@link VerificationService} has found a
 * difference, or at any time: a clean index is left as it is. Thread-safe. Memory is bounded by the
 * largest document, and by the names of those that had failed before.
 *
 * <p>Idempotent: a repair that was cut off, by {@code kill -9} too, is finished by the next.
 */
public interface RepairService {
  /**
   * Mends exactly what {@link VerificationService#verify} finds. What has no business in the index
   * goes. What is missing or wrong is read from its document again and put back in place; only
   * texts whose vectors are not known are embedded. A document that is not any more what the ledger
   * knows cannot be put back: the ledger forgets its content, so that the next job reads it, and
   * what is left of it stays searchable until then.
   *
   * <p>An index that is missing, foreign, older than its ledger or damaged is built again, with a
   * job for each source of the knowledge base. A job that was cut off is continued.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE; DATABASE_LOST if there
   *     is no ledger to mend it by, until its source is read again; JOB_ACTIVE if a job runs on it
   *     here, or another repair, and no job starts here while it is mended; with a category of
   *     TRANSIENT what was mended so far stays, and it is safe to try again
   */
  RepairReport repair(KnowledgeBaseId kb);

  /**
   * @param found what was wrong
   * @param mended entries that were put back
   * @param removed entries that were deleted and that nothing replaced
   * @param embedded how many texts were given to the model
   * @param unmendable how many documents or sources could not be mended
   * @param details the first 1,000 of these
   * @param left what is wrong still, read afresh from disk after the repair
   */
  record RepairReport(
      VerificationService.Report found,
      long mended,
      long removed,
      long embedded,
      long unmendable,
      List<Unmendable> details,
      VerificationService.Report left) {
    public RepairReport {
      details = List.copyOf(details);
    }

    /** Whether nothing is left to be done. */
    public boolean clean() {
      return unmendable == 0 && left.clean();
    }
  }

  /**
   * What could not be mended.
   *
   * @param document its path; empty if it is the source as a whole
   */
  record Unmendable(String source, String document, String reason) {}
}

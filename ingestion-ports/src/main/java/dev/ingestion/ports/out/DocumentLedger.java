package dev.ingestion.ports.out;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The truth about documents: which generation of each is live, which is pending, what became of its
 * content, and what the index still has to be told.
 *
 * <p>Written by producers (under a {@link JobLease}) and by {@link Checkpoints}. Thread-safe; each
 * call is one transaction, durable when it returns, and all or nothing. STORAGE_UNAVAILABLE if the
 * database cannot be reached: a read is then safe to retry, a write may or may not have happened.
 */
public interface DocumentLedger {
  /**
   * @param after the path to begin behind; null to begin with the first
   * @return documents of a source in {@link DocumentKey#PATH_ORDER}, at most {@code limit}; fewer
   *     only at the end
   */
  List<LedgerDocument> page(
      KnowledgeBaseId kb, SourceName source, @Nullable String after, int limit);

  Optional<LedgerDocument> find(KnowledgeBaseId kb, DocumentKey key);

  /**
   * @param after the document id to begin behind; 0 to begin with the first
   * @return documents that have a live generation, by ascending id, at most {@code limit}
   */
  List<LedgerDocument> livePage(KnowledgeBaseId kb, long after, int limit);

  /** Ids of the chunks of a sealed generation in their order; empty if it is unknown. */
  List<ChunkId> chunkIds(Generation generation);

  /** The pipeline that made a sealed generation; empty if the generation is unknown. */
  Optional<PipelineFingerprint> fingerprint(Generation generation);

  /** Those of the given generations that are live in this knowledge base. */
  Set<Generation> live(KnowledgeBaseId kb, Collection<Generation> generations);

  /** Those of the given generations that are pending in this knowledge base. */
  Set<Generation> pending(KnowledgeBaseId kb, Collection<Generation> generations);

  /**
   * @return the first of {@code count} generation numbers that nobody else gets, now or later
   */
  long reserveGenerations(int count);

  /**
   * Opens generations, enqueues batches and seals generations, all or nothing. A generation that is
   * sealed with nothing remaining (a document without chunks, or one whose chunks were all
   * acknowledged) goes live here. Batches count as queued chunks of the job.
   *
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  void stage(JobLease lease, SourceName source, StagedWork work);

  /**
   * Records verdicts on documents, all or nothing.
   *
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  void record(JobLease lease, SourceName source, List<? extends DocumentVerdict> verdicts);

  /**
   * Removes documents that are no more in their source, all or nothing: their generations are
   * retired and their rows go. Those that were searchable count as removed.
   *
   * @param documents ids of rows; those that are gone already are passed over
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  void remove(JobLease lease, Collection<Long> documents);

  /**
   * Gives up what this job has waiting: its batches go, the pending generations of its knowledge
   * base are retired, what is live stays. A generation of which nothing is missing but what dead
   * letters hold stays pending with them.
   *
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  void abandon(JobLease lease);

  /**
   * Retires the pending generations of this knowledge base that were never sealed: their producer
   * is dead and what it had not enqueued is lost. Their documents are processed again.
   *
   * @return how many there were
   */
  int retireUnsealed(JobLease lease);

  /**
   * Takes up the {@linkplain DeadLetters dead letters} of a source that are marked for replay:
   * chunks are enqueued for this job, and their document is pending again once none of its chunks
   * is given up; of a document that failed as a whole the content is forgotten, so that a listing
   * reads it again. A letter is taken up once for each mark.
   *
   * @param limit most to take up
   * @return how many letters were taken up; fewer than the limit only if no more are marked
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  int takeUpLetters(JobLease lease, SourceName source, int limit);

  /**
   * Forgets what is known of the content of documents, so that the next job reads them again. What
   * is live stays live, what is pending stays pending. For a repair that cannot put back what the
   * index has lost; no job may run on the knowledge base meanwhile.
   *
   * @param documents ids of rows; those that are gone already are passed over
   */
  void forgetContent(KnowledgeBaseId kb, Collection<Long> documents);

  /**
   * What the index of this knowledge base has still to be told, by ascending sequence.
   *
   * @param limit most to return
   */
  List<IndexSwitch> switches(KnowledgeBaseId kb, int limit);

  /** Forgets switches that the index has in a durable commit. Idempotent. */
  void forgetSwitches(KnowledgeBaseId kb, Collection<Long> sequences);

  /**
   * Counts the documents of a source by what the ledger says of them.
   *
   * @param job the job whose work counts as indexed; what earlier jobs indexed counts as unchanged
   */
  LedgerCounts count(KnowledgeBaseId kb, SourceName source, JobId job);

  /** Totals over all sources of the knowledge base. */
  LedgerTotals totals(KnowledgeBaseId kb);

  /**
   * @param after the path to begin behind; null to begin with the first
   * @param limit most to return
   * @return those documents of a source that are meant, in {@link DocumentKey#PATH_ORDER}
   */
  List<LedgerDocument> select(
      KnowledgeBaseId kb,
      SourceName source,
      Selection selection,
      @Nullable String after,
      int limit);

  /**
   * Which documents are meant: those that meet both.
   *
   * @param outcomes empty for any
   * @param prefix what their paths begin with; empty for any
   */
  record Selection(Set<Outcome> outcomes, String prefix) {
    /** What is skipped or failed. */
    public static final Selection PROBLEMS =
        new Selection(Set.of(Outcome.SKIPPED, Outcome.FAILED), "");

    public Selection {
      outcomes = Set.copyOf(outcomes);
    }
  }

  /**
   * Documents of one source.
   *
   * @param pending enqueued and not live yet, and not failed
   */
  record LedgerCounts(long indexed, long unchanged, long skipped, long failed, long pending) {
    public long total() {
      return indexed + unchanged + skipped + failed + pending;
    }
  }

  /**
   * @param documents rows of documents, whatever became of them
   * @param searchable documents with a live generation that has chunks
   * @param chunks chunks of all live generations
   */
  record LedgerTotals(long documents, long searchable, long chunks) {}
}

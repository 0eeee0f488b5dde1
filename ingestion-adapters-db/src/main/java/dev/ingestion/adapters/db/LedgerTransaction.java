package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.Batches.Sums;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.Retry;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * A transaction that changes the documents and batches of one knowledge base, and holds its lane.
 */
final class LedgerTransaction {
  private final DSLContext tx;
  private final KnowledgeBaseId kb;
  private final JobTallies tallies = new JobTallies();
  private final DocumentChanges documents;

  /** By how much what waits has grown. */
  private Sums grown = Sums.ZERO;

  private LedgerTransaction(DSLContext tx, KnowledgeBaseId kb) {
    this.tx = tx;
    this.kb = kb;
    this.documents = new DocumentChanges(tx, kb, tallies);
  }

  /** Waits for the lane; empty if the knowledge base is not there. */
  static Optional<LedgerTransaction> begin(DSLContext tx, KnowledgeBaseId kb) {
    return Lanes.hold(tx, kb) ? Optional.of(new LedgerTransaction(tx, kb)) : Optional.empty();
  }

  DSLContext tx() {
    return tx;
  }

  KnowledgeBaseId kb() {
    return kb;
  }

  /** What the transaction adds to the counts of jobs. */
  JobTallies tallies() {
    return tallies;
  }

  /** What it changes of documents and generations. */
  DocumentChanges documents() {
    return documents;
  }

  /**
   * @param now by the wall clock
   */
  void enqueue(JobId job, List<EncodedBatch> batches, Instant now) {
    if (!batches.isEmpty()) {
      Sums added = Batches.insert(tx, kb, job, batches, now);
      grown = grown.plus(added);
      tallies.of(job).chunksQueued += added.chunks();
    }
  }

  /** Enqueues chunks that were queued before, and count as queued still. */
  void enqueueAgain(JobId job, Retry retry, Instant now) {
    grown = grown.plus(Batches.insert(tx, kb, job, retry, now));
  }

  /** Deletes the batches that meet a condition on {@code BATCH}. */
  Sums dequeue(Condition condition) {
    Sums taken = Batches.delete(tx, condition);
    grown = grown.minus(taken);
    return taken;
  }

  /**
   * Takes batches away that are claimed.
   *
   * @param tokens of their claims
   */
  void dequeue(List<BatchRow> batches, Collection<String> tokens) {
    grown = grown.minus(Batches.delete(tx, batches, tokens));
  }

  void finish(Instant now) {
    documents.write();
    Lanes.add(tx, kb, grown);
    tallies.write(tx, now);
  }
}

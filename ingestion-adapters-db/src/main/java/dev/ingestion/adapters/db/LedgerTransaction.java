package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * A transaction that changes the documents and batches of one knowledge base, and holds its lane.
 *
 * @param tallies what the transaction adds to the counts of jobs
 * @param documents what it changes of documents and generations
 */
record LedgerTransaction(
    DSLContext tx,
    KnowledgeBaseId kb,
    LaneRecord lane,
    JobTallies tallies,
    DocumentChanges documents) {

  /** Waits for the lane; empty if the knowledge base is not there. */
  static Optional<LedgerTransaction> begin(DSLContext tx, KnowledgeBaseId kb) {
    JobTallies tallies = new JobTallies();
    return Lanes.lock(tx, kb)
        .map(
            lane ->
                new LedgerTransaction(tx, kb, lane, tallies, new DocumentChanges(tx, kb, tallies)));
  }

  /**
   * @param batches the chunks of each
   * @param now by the wall clock
   */
  void enqueue(JobId job, List<List<WorkItem>> batches, Instant now) {
    if (!batches.isEmpty()) {
      Batches.Sums added = Batches.insert(tx, kb, job, batches, now);
      Lanes.add(lane, tx, added);
      tallies.of(job).chunksQueued += added.chunks();
    }
  }

  /** Enqueues chunks that were queued before, and count as queued still. */
  void enqueueAgain(JobId job, Retry retry, Instant now) {
    Lanes.add(lane, tx, Batches.insert(tx, kb, job, retry, now));
  }

  /** Deletes the batches that meet a condition on {@code BATCH}. */
  Batches.Sums dequeue(Condition condition) {
    Batches.Sums taken = Batches.delete(tx, condition);
    Lanes.take(lane, taken);
    return taken;
  }

  /** Takes batches away whose sums are known. */
  void dequeue(List<Long> batches, Batches.Sums sums) {
    Batches.delete(tx, batches);
    Lanes.take(lane, sums);
  }

  void finish(Instant now) {
    documents.write();
    lane.update();
    tallies.write(tx, now);
  }
}

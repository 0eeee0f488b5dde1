package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.BATCH_PAYLOAD;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.ingestion.adapters.db.jooq.tables.records.BatchPayloadRecord;
import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** The rows of batches, with what they hold. */
final class Batches {
  private Batches() {}

  /** Sums over some batches. */
  record Sums(long batches, long chunks, long bytes) {
    static final Sums ZERO = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(batches + other.batches, chunks + other.chunks, bytes + other.bytes);
    }
  }

  static Sums insert(DSLContext tx, KnowledgeBaseId kb, JobId job, List<WorkItem> items) {
    return insert(tx, kb, job, items, batch -> batch.setAttempts(0));
  }

  /**
   * @param now by the wall clock
   */
  static Sums insert(DSLContext tx, KnowledgeBaseId kb, JobId job, Retry retry, Instant now) {
    return insert(
        tx,
        kb,
        job,
        retry.items(),
        batch -> {
          batch.setAttempts(retry.attempts());
          batch.setPostponedAt(now);
          batch.setRetryAt(now.plus(retry.delay()));
        });
  }

  private static Sums insert(
      DSLContext tx,
      KnowledgeBaseId kb,
      JobId job,
      List<WorkItem> items,
      Consumer<BatchRecord> attempts) {
    byte[] payload = BatchCodec.encode(items);
    BatchRecord batch = tx.newRecord(BATCH);
    batch.setKbId(kb.value());
    batch.setJobId(job.value());
    batch.setChunks(items.size());
    batch.setBytes((long) payload.length);
    attempts.accept(batch);
    batch.insert();
    BatchPayloadRecord row = tx.newRecord(BATCH_PAYLOAD);
    row.setBatchId(batch.getBatchId());
    row.setPayload(payload);
    row.insert();
    return new Sums(1, items.size(), payload.length);
  }

  /** Batches with what they hold, by ascending id. */
  static List<ClaimedBatch> load(DSLContext tx, List<Long> ids) {
    return tx.selectFrom(BATCH_PAYLOAD)
        .where(BATCH_PAYLOAD.BATCH_ID.in(ids))
        .orderBy(BATCH_PAYLOAD.BATCH_ID)
        .fetch(row -> new ClaimedBatch(row.getBatchId(), BatchCodec.decode(row.getPayload())));
  }

  /** Deletes the batches that meet a condition on {@code BATCH}. */
  static Sums delete(DSLContext tx, Condition condition) {
    Sums sums =
        tx.select(count(), sum(BATCH.CHUNKS), sum(BATCH.BYTES))
            .from(BATCH)
            .where(condition)
            .fetchSingle(
                row ->
                    row.value1() == 0
                        ? Sums.ZERO
                        : new Sums(
                            row.value1(), row.value2().longValue(), row.value3().longValue()));
    if (sums.batches() > 0) {
      tx.deleteFrom(BATCH_PAYLOAD)
          .where(BATCH_PAYLOAD.BATCH_ID.in(tx.select(BATCH.BATCH_ID).from(BATCH).where(condition)))
          .execute();
      tx.deleteFrom(BATCH).where(condition).execute();
    }
    return sums;
  }
}

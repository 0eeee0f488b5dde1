package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.BATCH_PAYLOAD;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.ingestion.adapters.db.jooq.tables.records.BatchPayloadRecord;
import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** The rows of batches, with what they hold. */
final class Batches {
  private static final Bulk INSERT =
      Bulk.insert(
          BATCH,
          List.of(
              BATCH.KB_ID,
              BATCH.JOB_ID,
              BATCH.CHUNKS,
              BATCH.BYTES,
              BATCH.ATTEMPTS,
              BATCH.ENQUEUED_AT));
  private static final Bulk INSERT_PAYLOAD =
      Bulk.insert(BATCH_PAYLOAD, List.of(BATCH_PAYLOAD.BATCH_ID, BATCH_PAYLOAD.PAYLOAD));
  private static final Bulk CLAIM =
      Bulk.update(BATCH, List.of(BATCH.CLAIM_TOKEN, BATCH.CLAIM_DEADLINE), BATCH.BATCH_ID);

  private Batches() {}

  /** Sums over some batches. */
  record Sums(long batches, long chunks, long bytes) {
    static final Sums ZERO = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(batches + other.batches, chunks + other.chunks, bytes + other.bytes);
    }
  }

  /**
   * @param batches the chunks of each, at least one
   * @param now by the wall clock
   */
  static Sums insert(
      DSLContext tx, KnowledgeBaseId kb, JobId job, List<List<WorkItem>> batches, Instant now) {
    List<byte[]> payloads = batches.stream().map(BatchCodec::encode).toList();
    Sums sums = Sums.ZERO;
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      int chunks = batches.get(i).size();
      long bytes = payloads.get(i).length;
      rows.add(new Object[] {kb.value(), job.value(), chunks, bytes, 0, now});
      sums = sums.plus(new Sums(1, chunks, bytes));
    }
    List<Long> ids = INSERT.executeForKeys(tx, BATCH.BATCH_ID, rows);
    List<Object[]> contents = new ArrayList<>();
    for (int i = 0; i < payloads.size(); i++) {
      contents.add(new Object[] {ids.get(i), payloads.get(i)});
    }
    INSERT_PAYLOAD.execute(tx, contents);
    return sums;
  }

  /**
   * @param now by the wall clock
   */
  static Sums insert(DSLContext tx, KnowledgeBaseId kb, JobId job, Retry retry, Instant now) {
    byte[] payload = BatchCodec.encode(retry.items());
    BatchRecord batch = tx.newRecord(BATCH);
    batch.setKbId(kb.value());
    batch.setJobId(job.value());
    batch.setChunks(retry.items().size());
    batch.setBytes((long) payload.length);
    batch.setAttempts(retry.attempts());
    batch.setEnqueuedAt(now);
    batch.setPostponedAt(now);
    batch.setRetryAt(now.plus(retry.delay()));
    batch.insert();
    BatchPayloadRecord row = tx.newRecord(BATCH_PAYLOAD);
    row.setBatchId(batch.getBatchId());
    row.setPayload(payload);
    row.insert();
    return new Sums(1, retry.items().size(), payload.length);
  }

  /**
   * @param claims the batches of each
   * @param tokens of the claims
   */
  static void claim(
      DSLContext tx, List<List<BatchRecord>> claims, List<ClaimToken> tokens, long deadline) {
    List<Object[]> bindings = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      for (BatchRecord batch : claims.get(i)) {
        bindings.add(new Object[] {tokens.get(i).value(), deadline, batch.getBatchId()});
      }
    }
    CLAIM.execute(tx, bindings);
  }

  /** Batches with what they hold, by their ids. */
  static Map<Long, ClaimedBatch> load(DSLContext tx, List<Long> ids) {
    return tx.selectFrom(BATCH_PAYLOAD)
        .where(BATCH_PAYLOAD.BATCH_ID.in(ids))
        .fetchMap(
            BATCH_PAYLOAD.BATCH_ID,
            row -> new ClaimedBatch(row.getBatchId(), BatchCodec.decode(row.getPayload())));
  }

  static void delete(DSLContext tx, List<Long> ids) {
    for (List<Long> slice : Slices.of(ids, id -> id)) {
      tx.deleteFrom(BATCH_PAYLOAD).where(BATCH_PAYLOAD.BATCH_ID.in(slice)).execute();
      tx.deleteFrom(BATCH).where(BATCH.BATCH_ID.in(slice)).execute();
    }
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

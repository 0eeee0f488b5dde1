package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.BATCH_PAYLOAD;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.BatchPayloadRecord;
import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.exception.DataChangedException;
import org.jooq.impl.DSL;

/** The rows of batches, with what they hold. */
final class Batches {
  private static final Rendered INSERT =
      Rendered.insert(
          BATCH,
          List.of(
              BATCH.KB_ID,
              BATCH.JOB_ID,
              BATCH.CHUNKS,
              BATCH.BYTES,
              BATCH.ATTEMPTS,
              BATCH.ENQUEUED_AT));
  private static final Rendered INSERT_PAYLOAD =
      Rendered.insert(BATCH_PAYLOAD, List.of(BATCH_PAYLOAD.BATCH_ID, BATCH_PAYLOAD.PAYLOAD));

  /** Of those that are free still. */
  private static final Rendered CLAIM =
      Rendered.of(
          DSL.update(BATCH)
              .set(BATCH.CLAIM_TOKEN, val(""))
              .set(BATCH.CLAIM_DEADLINE, val(0L))
              .where(BATCH.BATCH_ID.eq(val(0L)))
              .and(BATCH.CLAIM_DEADLINE.isNull().or(BATCH.CLAIM_DEADLINE.le(val(0L)))));

  private static final Rendered LOAD =
      Rendered.lookUp(
          BATCH_PAYLOAD,
          List.of(BATCH_PAYLOAD.BATCH_ID, BATCH_PAYLOAD.PAYLOAD),
          BATCH_PAYLOAD.BATCH_ID,
          DSL.noCondition());

  private static final Rendered HELD =
      Rendered.lookUp(
          BATCH,
          List.of(
              BATCH.CLAIM_TOKEN,
              BATCH.BATCH_ID,
              BATCH.JOB_ID,
              BATCH.CHUNKS,
              BATCH.BYTES,
              BATCH.ATTEMPTS),
          BATCH.CLAIM_TOKEN,
          DSL.noCondition());

  private static final Rendered DELETE_PAYLOAD =
      Rendered.of(DSL.deleteFrom(BATCH_PAYLOAD).where(Rendered.among(BATCH_PAYLOAD.BATCH_ID)));

  private static final Rendered DELETE =
      Rendered.of(
          DSL.deleteFrom(BATCH)
              .where(Rendered.among(BATCH.BATCH_ID))
              .and(Rendered.among(BATCH.CLAIM_TOKEN)));

  private Batches() {}

  private record HeldBatch(String token, BatchRow row) {
    static HeldBatch read(ResultSet row) throws SQLException {
      return new HeldBatch(
          row.getString(1),
          new BatchRow(
              row.getLong(2), row.getString(3), row.getInt(4), row.getLong(5), row.getInt(6)));
    }
  }

  /** Sums over some batches. */
  record Sums(long batches, long chunks, long bytes) {
    static final Sums ZERO = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(batches + other.batches, chunks + other.chunks, bytes + other.bytes);
    }

    Sums minus(Sums other) {
      return new Sums(batches - other.batches, chunks - other.chunks, bytes - other.bytes);
    }
  }

  /**
   * @param batches at least one
   * @param now by the wall clock
   */
  static Sums insert(
      DSLContext tx, KnowledgeBaseId kb, JobId job, List<EncodedBatch> batches, Instant now) {
    Sums sums = Sums.ZERO;
    List<Object[]> rows = new ArrayList<>();
    for (EncodedBatch batch : batches) {
      long bytes = batch.payload().length;
      rows.add(new Object[] {kb.value(), job.value(), batch.chunks(), bytes, 0, now});
      sums = sums.plus(new Sums(1, batch.chunks(), bytes));
    }
    List<Long> ids = INSERT.executeForKeys(tx, BATCH.BATCH_ID, rows);
    List<Object[]> contents = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      contents.add(new Object[] {ids.get(i), batches.get(i).payload()});
    }
    int[] unused = INSERT_PAYLOAD.executeEach(tx, contents);
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
   * Claims batches that were free a moment ago.
   *
   * @param tokens of their claims, one for each
   * @param now in nanoseconds of the queue's clock, as the deadline is
   * @return whether each is claimed now; it is not if somebody took it away meanwhile
   */
  static boolean[] claim(
      DSLContext tx, List<BatchRow> batches, List<ClaimToken> tokens, long now, long deadline) {
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < batches.size(); i++) {
      rows.add(new Object[] {tokens.get(i).value(), deadline, batches.get(i).id(), now});
    }
    int[] counts = CLAIM.executeEach(tx, rows);
    boolean[] claimed = new boolean[counts.length];
    for (int i = 0; i < counts.length; i++) {
      claimed[i] = counts[i] > 0;
    }
    return claimed;
  }

  /** Batches with what they hold, by their ids. */
  static Map<Long, ClaimedBatch> load(DSLContext tx, List<BatchRow> batches) {
    Map<Long, ClaimedBatch> loaded = new HashMap<>();
    LOAD.fetch(
            tx,
            row -> new ClaimedBatch(row.getLong(1), BatchCodec.decode(row.getBytes(2))),
            (Object) ids(batches))
        .forEach(batch -> loaded.put(batch.id(), batch));
    return loaded;
  }

  /** The batches of claims, by their tokens. */
  static Map<String, List<BatchRow>> held(DSLContext tx, Collection<String> tokens) {
    Map<String, List<BatchRow>> held = new HashMap<>();
    HELD.fetch(tx, HeldBatch::read, (Object) tokens.toArray(String[]::new))
        .forEach(
            batch ->
                held.computeIfAbsent(batch.token(), token -> new ArrayList<>()).add(batch.row()));
    return held;
  }

  /**
   * Deletes batches that are claimed. A claim that is over may be taken by another meanwhile, since
   * that needs no lane.
   *
   * @param tokens of their claims
   * @throws DataChangedException if one of them is claimed otherwise by now; that is worth another
   *     attempt
   */
  static Sums delete(DSLContext tx, List<BatchRow> batches, Collection<String> tokens) {
    Long[] ids = ids(batches);
    if (DELETE.execute(tx, ids, tokens.toArray(String[]::new)) != ids.length) {
      throw new DataChangedException("A batch was claimed by another meanwhile");
    }
    DELETE_PAYLOAD.execute(tx, (Object) ids);
    return new Sums(
        ids.length,
        batches.stream().mapToLong(BatchRow::chunks).sum(),
        batches.stream().mapToLong(BatchRow::bytes).sum());
  }

  private static Long[] ids(List<BatchRow> batches) {
    return batches.stream().map(BatchRow::id).toArray(Long[]::new);
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

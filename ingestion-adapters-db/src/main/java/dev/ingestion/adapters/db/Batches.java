package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.BATCH_PAYLOAD;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.sum;

import dev.ingestion.adapters.db.jooq.tables.records.BatchPayloadRecord;
import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;

/** The rows of batches, with what they hold. */
final class Batches {
  /** A binary column of H2 holds 1 MiB, and a chunk without a blank may be longer than that. */
  private static final int PART_BYTES = 256 * 1024;

  private Batches() {}

  /** Sums over some batches. */
  record Sums(long batches, long chunks, long bytes) {
    static final Sums ZERO = new Sums(0, 0, 0);

    Sums plus(Sums other) {
      return new Sums(batches + other.batches, chunks + other.chunks, bytes + other.bytes);
    }
  }

  static Sums insert(DSLContext tx, KnowledgeBaseId kb, JobId job, List<WorkItem> items) {
    byte[] payload = BatchCodec.encode(items);
    BatchRecord batch = tx.newRecord(BATCH);
    batch.setKbId(kb.value());
    batch.setJobId(job.value());
    batch.setChunks(items.size());
    batch.setBytes((long) payload.length);
    batch.insert();
    for (int part = 0; part * PART_BYTES < payload.length; part++) {
      BatchPayloadRecord row = tx.newRecord(BATCH_PAYLOAD);
      row.setBatchId(batch.getBatchId());
      row.setPart(part);
      int from = part * PART_BYTES;
      row.setPayload(
          Arrays.copyOfRange(payload, from, Math.min(payload.length, from + PART_BYTES)));
      row.insert();
    }
    return new Sums(1, items.size(), payload.length);
  }

  /** Batches with what they hold, by ascending id. */
  static List<ClaimedBatch> load(DSLContext tx, List<Long> ids) {
    Map<Long, ByteArrayOutputStream> payloads = new LinkedHashMap<>();
    tx.selectFrom(BATCH_PAYLOAD)
        .where(BATCH_PAYLOAD.BATCH_ID.in(ids))
        .orderBy(BATCH_PAYLOAD.BATCH_ID, BATCH_PAYLOAD.PART)
        .forEach(
            row ->
                payloads
                    .computeIfAbsent(row.getBatchId(), id -> new ByteArrayOutputStream())
                    .writeBytes(row.getPayload()));
    List<ClaimedBatch> batches = new ArrayList<>();
    payloads.forEach(
        (id, bytes) -> batches.add(new ClaimedBatch(id, BatchCodec.decode(bytes.toByteArray()))));
    return batches;
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

package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static org.jooq.impl.DSL.min;

import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * The lanes of the work queue, one a knowledge base. Whoever changes a knowledge base's documents
 * or batches locks its lane first.
 */
final class Lanes {
  private Lanes() {}

  static void create(DSLContext tx, KnowledgeBaseId kb) {
    LaneRecord lane = tx.newRecord(LANE);
    lane.setKbId(kb.value());
    lane.setPriority(JobPriority.DEFAULT.value());
    lane.setServed(0L);
    clear(lane);
    lane.insert();
  }

  /** Has what waits for a knowledge base served by another priority. */
  static void prioritize(DSLContext tx, KnowledgeBaseId kb, JobPriority priority) {
    tx.update(LANE)
        .set(LANE.PRIORITY, priority.value())
        .where(LANE.KB_ID.eq(kb.value()))
        .and(LANE.PRIORITY.ne(priority.value()))
        .execute();
  }

  /**
   * @return the lane as it is stored, held until the transaction ends; empty if the knowledge base
   *     is not there
   */
  static Optional<LaneRecord> lock(DSLContext tx, KnowledgeBaseId kb) {
    return tx.selectFrom(LANE).where(LANE.KB_ID.eq(kb.value())).forUpdate().fetchOptional();
  }

  static void add(LaneRecord lane, DSLContext tx, Batches.Sums added) {
    if (lane.getBatches() == 0) {
      joinTheTurns(lane, tx);
    }
    move(lane, added, 1);
  }

  static void take(LaneRecord lane, Batches.Sums taken) {
    move(lane, taken, -1);
  }

  static void clear(LaneRecord lane) {
    lane.setBatches(0L);
    lane.setChunks(0L);
    lane.setBytes(0L);
  }

  /** A lane that had nothing waiting must not claim all the turns that it did not need. */
  private static void joinTheTurns(LaneRecord lane, DSLContext tx) {
    Long behind =
        tx.select(min(LANE.SERVED))
            .from(LANE)
            .where(LANE.BATCHES.gt(0L))
            .fetchOne(min(LANE.SERVED));
    if (behind != null && behind > lane.getServed()) {
      lane.setServed(behind);
    }
  }

  private static void move(LaneRecord lane, Batches.Sums sums, int sign) {
    lane.setBatches(lane.getBatches() + sign * sums.batches());
    lane.setChunks(lane.getChunks() + sign * sums.chunks());
    lane.setBytes(lane.getBytes() + sign * sums.bytes());
  }
}

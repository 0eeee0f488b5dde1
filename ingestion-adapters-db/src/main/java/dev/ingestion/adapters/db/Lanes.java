package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The lanes of the work queue, one a knowledge base, with the sums over what waits in it. Whoever
 * changes a knowledge base's documents, or adds or takes away batches, holds its lane first; a
 * claim does not.
 */
final class Lanes {
  /** H2 keeps this statement; one that locks what it selects it would parse anew each time. */
  private static final Rendered HOLD =
      Rendered.of(DSL.update(LANE).set(LANE.PRIORITY, LANE.PRIORITY).where(LANE.KB_ID.eq(val(""))));

  private static final Rendered ADD =
      Rendered.of(
          DSL.update(LANE)
              .set(LANE.BATCHES, LANE.BATCHES.plus(val(0L)))
              .set(LANE.CHUNKS, LANE.CHUNKS.plus(val(0L)))
              .set(LANE.BYTES, LANE.BYTES.plus(val(0L)))
              .where(LANE.KB_ID.eq(val(""))));

  private Lanes() {}

  static void create(DSLContext tx, KnowledgeBaseId kb) {
    LaneRecord lane = tx.newRecord(LANE);
    lane.setKbId(kb.value());
    lane.setPriority(JobPriority.DEFAULT.value());
    lane.setBatches(0L);
    lane.setChunks(0L);
    lane.setBytes(0L);
    lane.insert();
  }

  /** Has what waits for a knowledge base served by a priority. */
  static void prioritize(DSLContext tx, KnowledgeBaseId kb, JobPriority priority) {
    tx.update(LANE)
        .set(LANE.PRIORITY, priority.value())
        .where(LANE.KB_ID.eq(kb.value()))
        .and(LANE.PRIORITY.ne(priority.value()))
        .execute();
  }

  /**
   * Waits for a lane, and holds it until the transaction ends.
   *
   * @return whether it is there
   */
  static boolean hold(DSLContext tx, KnowledgeBaseId kb) {
    return HOLD.execute(tx, kb.value()) > 0;
  }

  /**
   * @param more what was added, less what was taken away
   */
  static void add(DSLContext tx, KnowledgeBaseId kb, Batches.Sums more) {
    if (!more.equals(Batches.Sums.ZERO)) {
      ADD.execute(tx, more.batches(), more.chunks(), more.bytes(), kb.value());
    }
  }
}

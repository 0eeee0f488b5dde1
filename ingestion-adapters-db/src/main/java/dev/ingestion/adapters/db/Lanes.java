package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.when;

import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

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
    lane.setTurn(0L);
    clear(lane);
    lane.insert();
  }

  /**
   * Has what waits for a knowledge base served by a priority. If that is another one, the lane
   * takes its turn as if it had just come: it neither makes up for turns before, nor pays for those
   * of its former priority.
   */
  static void prioritize(DSLContext tx, KnowledgeBaseId kb, JobPriority priority) {
    Condition another = LANE.KB_ID.eq(kb.value()).and(LANE.PRIORITY.ne(priority.value()));
    if (tx.fetchExists(LANE, another)) {
      lock(tx, kb).ifPresent(lane -> moveTo(priority, lane, tx));
    }
  }

  private static void moveTo(JobPriority priority, LaneRecord lane, DSLContext tx) {
    lane.setPriority(priority.value());
    Standing others = others(lane, tx);
    lane.setServed(others.least() != null ? others.least() : others.most(lane.getServed()));
    lane.update();
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
    Standing others = others(lane, tx);
    long behind = others.least() != null ? others.least() : others.most(0);
    lane.setServed(Math.max(lane.getServed(), behind));
    Long last = tx.select(max(LANE.TURN)).from(LANE).fetchOne(max(LANE.TURN));
    lane.setTurn(last == null ? 0 : last);
  }

  /**
   * How much the other lanes of a priority were served.
   *
   * @param least of those that wait; null if none does
   * @param most of all, null if there are none
   */
  private record Standing(@Nullable Long least, @Nullable Long most) {
    long most(long otherwise) {
      return most == null ? otherwise : Math.max(most, otherwise);
    }
  }

  private static Standing others(LaneRecord lane, DSLContext tx) {
    return tx.select(min(when(LANE.BATCHES.gt(0L), LANE.SERVED)), max(LANE.SERVED))
        .from(LANE)
        .where(LANE.PRIORITY.eq(lane.getPriority()))
        .and(LANE.KB_ID.ne(lane.getKbId()))
        .fetchSingle(row -> new Standing(row.value1(), row.value2()));
  }

  private static void move(LaneRecord lane, Batches.Sums sums, int sign) {
    lane.setBatches(lane.getBatches() + sign * sums.batches());
    lane.setChunks(lane.getChunks() + sign * sums.chunks());
    lane.setBytes(lane.getBytes() + sign * sums.bytes());
  }
}

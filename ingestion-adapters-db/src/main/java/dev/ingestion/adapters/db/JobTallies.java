package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static org.jooq.impl.DSL.val;

import dev.ingestion.domain.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** By how much the counts of jobs change with a transaction; written once, at its end. */
final class JobTallies {
  private static final Rendered ADD =
      Rendered.of(
          DSL.update(JOB)
              .set(JOB.DOCUMENTS_INDEXED, JOB.DOCUMENTS_INDEXED.plus(val(0L)))
              .set(JOB.DOCUMENTS_REMOVED, JOB.DOCUMENTS_REMOVED.plus(val(0L)))
              .set(JOB.CHUNKS_QUEUED, JOB.CHUNKS_QUEUED.plus(val(0L)))
              .set(JOB.CHUNKS_EMBEDDED, JOB.CHUNKS_EMBEDDED.plus(val(0L)))
              .set(JOB.CHUNKS_INDEXED, JOB.CHUNKS_INDEXED.plus(val(0L)))
              .set(JOB.CHUNKS_DEAD, JOB.CHUNKS_DEAD.plus(val(0L)))
              .set(JOB.UPDATED_AT, val(Instant.EPOCH))
              .where(JOB.JOB_ID.eq(val(""))));

  private final Map<String, Tally> tallies = new TreeMap<>();

  /** Changes of one job's counts. */
  static final class Tally {
    long documentsIndexed;
    long documentsRemoved;
    long chunksQueued;
    long chunksEmbedded;
    long chunksIndexed;
    long chunksDead;
  }

  Tally of(JobId job) {
    return tallies.computeIfAbsent(job.value(), id -> new Tally());
  }

  void write(DSLContext tx, Instant now) {
    tallies.forEach(
        (job, tally) ->
            ADD.execute(
                tx,
                tally.documentsIndexed,
                tally.documentsRemoved,
                tally.chunksQueued,
                tally.chunksEmbedded,
                tally.chunksIndexed,
                tally.chunksDead,
                now,
                job));
  }
}

package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.JOB;

import dev.ingestion.domain.JobId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** By how much the counts of jobs change with a transaction; written once, at its end. */
final class JobTallies {
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
            tx.update(JOB)
                .set(JOB.DOCUMENTS_INDEXED, JOB.DOCUMENTS_INDEXED.plus(tally.documentsIndexed))
                .set(JOB.DOCUMENTS_REMOVED, JOB.DOCUMENTS_REMOVED.plus(tally.documentsRemoved))
                .set(JOB.CHUNKS_QUEUED, JOB.CHUNKS_QUEUED.plus(tally.chunksQueued))
                .set(JOB.CHUNKS_EMBEDDED, JOB.CHUNKS_EMBEDDED.plus(tally.chunksEmbedded))
                .set(JOB.CHUNKS_INDEXED, JOB.CHUNKS_INDEXED.plus(tally.chunksIndexed))
                .set(JOB.CHUNKS_DEAD, JOB.CHUNKS_DEAD.plus(tally.chunksDead))
                .set(JOB.UPDATED_AT, now)
                .where(JOB.JOB_ID.eq(job))
                .execute());
  }
}

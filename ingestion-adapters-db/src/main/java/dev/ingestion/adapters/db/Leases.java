package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.JobRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobLease;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Keeps a producer whose job was taken over from changing anything. */
final class Leases {
  private static final Rendered HOLD =
      Rendered.of(
          DSL.update(JOB)
              .set(JOB.LEASE_TOKEN, val(""))
              .where(JOB.JOB_ID.eq(val("")))
              .and(JOB.LEASE_TOKEN.eq(val(""))));

  private Leases() {}

  /**
   * Locks the job's row, so that nobody can take the job over before the transaction ends.
   *
   * @throws IngestionException LEASE_LOST if the lease is void
   */
  static JobRecord lockJob(DSLContext tx, JobLease lease) {
    JobRecord job =
        tx.selectFrom(JOB).where(JOB.JOB_ID.eq(lease.job().value())).forUpdate().fetchOne();
    if (job == null || !lease.token().equals(job.getLeaseToken())) {
      throw lost(lease);
    }
    return job;
  }

  /**
   * {@link #lockJob} for who needs nothing of the job: H2 keeps this statement, and would parse the
   * other anew each time.
   */
  static void hold(DSLContext tx, JobLease lease) {
    int held = HOLD.execute(tx, lease.token(), lease.job().value(), lease.token());
    if (held == 0) {
      throw lost(lease);
    }
  }

  static IngestionException lost(JobLease lease) {
    return new IngestionException(
        ErrorCode.LEASE_LOST,
        "Job %s has ended or is worked on by somebody else; nothing was written"
            .formatted(lease.job()));
  }
}

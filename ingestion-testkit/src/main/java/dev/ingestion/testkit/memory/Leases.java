package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobLease;
import dev.ingestion.testkit.memory.Rows.StoredJob;

/** Keeps a producer whose job was taken over from changing anything. */
final class Leases {
  private Leases() {}

  /**
   * @throws IngestionException LEASE_LOST if the lease is void
   */
  static StoredJob require(Rows rows, JobLease lease) {
    StoredJob row = rows.job(lease.job());
    if (row == null || !lease.token().equals(row.lease())) {
      throw new IngestionException(
          ErrorCode.LEASE_LOST,
          "Job %s has ended or is worked on by somebody else; nothing was written"
              .formatted(lease.job()));
    }
    return row;
  }
}

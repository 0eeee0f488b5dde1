package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.ports.out.LedgerDocument;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether what the ledger knows of a document still holds.
 *
 * @param job the job that asks; null for a plan
 */
public record ChangeDetection(PipelineFingerprint fingerprint, @Nullable JobId job) {

  /** Whether the stamp alone says that the document is as the ledger knows it. */
  public boolean unchanged(@Nullable LedgerDocument known, @Nullable String stamp) {
    return known != null && stamp != null && stamp.equals(known.stamp()) && settled(known);
  }

  /** Whether the content says so. */
  public boolean unchangedContent(@Nullable LedgerDocument known, String contentHash) {
    return known != null && contentHash.equals(known.contentHash()) && settled(known);
  }

  /** Whether the document was refused for the same reason before, and that is not in question. */
  public boolean sameRefusal(@Nullable LedgerDocument known, ErrorCode code, String reason) {
    return known != null
        && fingerprint.equals(known.fingerprint())
        && code == known.code()
        && reason.equals(known.reason());
  }

  /**
   * Whether this very pipeline has dealt with the content. What failed for a reason that may pass
   * is tried once more by each job.
   */
  private boolean settled(LedgerDocument known) {
    if (!fingerprint.equals(known.fingerprint())) {
      return false;
    }
    return switch (known.outcome()) {
      case INDEXED, SKIPPED -> true;
      case PENDING -> known.pendingSealed();
      case FAILED -> known.outcomeJob().equals(job) || !mayPass(known.code());
    };
  }

  private static boolean mayPass(@Nullable ErrorCode code) {
    return code != null
        && (code.category() == ErrorCategory.TRANSIENT
            || code.category() == ErrorCategory.INTERNAL);
  }
}

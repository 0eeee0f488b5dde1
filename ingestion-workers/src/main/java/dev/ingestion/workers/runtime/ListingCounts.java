package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.ports.out.LedgerDocument;

/** What one pass over the source has met so far. Used by one thread. */
final class ListingCounts {
  private final JobId job;
  private long seen;
  private long unchanged;
  private long skipped;
  private long failed;
  private long unlisted;

  ListingCounts(JobId job) {
    this.job = job;
  }

  /** The source is listed from its beginning again. */
  void restart() {
    seen = 0;
    unchanged = 0;
    skipped = 0;
    failed = 0;
    unlisted = 0;
  }

  /** A document is as the ledger knows it. */
  void kept(LedgerDocument known) {
    seen++;
    switch (known.outcome()) {
      case SKIPPED -> skipped++;
      case FAILED -> failed++;
      case INDEXED -> {
        if (!known.outcomeJob().equals(job)) {
          unchanged++;
        }
      }
      case PENDING -> {
        // it counts as indexed once it is
      }
    }
  }

  void enqueued() {
    seen++;
  }

  /** A document was skipped or failed. */
  void unusable(ErrorCode code) {
    seen++;
    if (code.isSkip()) {
      skipped++;
    } else {
      failed++;
    }
  }

  /** The ledger has a document that was not listed, and it stays. */
  void unlisted() {
    unlisted++;
  }

  long seen() {
    return seen;
  }

  long unlistedSoFar() {
    return unlisted;
  }

  DocumentCounts soFar() {
    return new DocumentCounts(seen, 0, unchanged, skipped, failed, 0);
  }
}

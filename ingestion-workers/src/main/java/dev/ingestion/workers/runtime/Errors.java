package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.JobError;

/** What a job keeps of an exception. */
final class Errors {
  private Errors() {}

  static JobError of(Throwable thrown) {
    return thrown instanceof IngestionException known
        ? new JobError(known.code(), String.valueOf(known.getMessage()))
        : new JobError(ErrorCode.INTERNAL_ERROR, "An unexpected error: " + thrown);
  }
}

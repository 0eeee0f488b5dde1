package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.JobError;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/** What a job keeps of an exception, and how loudly it is told. */
final class Errors {
  private Errors() {}

  static JobError of(Throwable thrown) {
    return thrown instanceof IngestionException known
        ? new JobError(known.code(), String.valueOf(known.getMessage()))
        : new JobError(ErrorCode.INTERNAL_ERROR, "An unexpected error: " + thrown);
  }

  /** What may pass by itself is no error to those who watch the log. */
  static void log(Logger log, String what, Throwable thrown) {
    boolean mayPass = of(thrown).code().category() == ErrorCategory.TRANSIENT;
    log.atLevel(mayPass ? Level.WARN : Level.ERROR)
        .setCause(thrown)
        .log("{}: {}", what, thrown.getMessage());
  }
}

package dev.ingestion.domain.schedule;

import dev.ingestion.domain.job.JobStatus;

/** What came of a run. Stored and printed: outcomes are added, never renamed. */
public enum RunOutcome {
  /** Its job has not ended yet. */
  STARTED,
  COMPLETED,
  FAILED,
  CANCELED,
  /** No job could be started. */
  REFUSED;

  public static RunOutcome of(JobStatus status) {
    return switch (status) {
      case PENDING, RUNNING, PAUSED -> STARTED;
      case COMPLETED -> COMPLETED;
      case FAILED -> FAILED;
      case CANCELED -> CANCELED;
    };
  }

  /** Whether it stays as it is: a failed job can be resumed. */
  public boolean isFinal() {
    return switch (this) {
      case STARTED, FAILED -> false;
      case COMPLETED, CANCELED, REFUSED -> true;
    };
  }
}

package dev.ingestion.domain.job;

/**
 * What was asked of a running job and is still to be done. Stored before anything is done about it,
 * so that a process that dies in between leaves it to its successor.
 */
public enum JobIntent {
  PAUSE(JobStatus.PAUSED),
  CANCEL(JobStatus.CANCELED);

  private final JobStatus goal;

  JobIntent(JobStatus goal) {
    this.goal = goal;
  }

  /** What the job becomes when no thread works on it any more. */
  public JobStatus goal() {
    return goal;
  }
}

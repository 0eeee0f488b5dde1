package dev.ingestion.domain.job;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;

/** A job was asked to go from one state to another that does not follow it. */
public final class StateTransitionException extends IngestionException {
  private static final long serialVersionUID = 1L;

  private final JobStatus from;
  private final JobStatus to;

  public StateTransitionException(JobId job, JobStatus from, JobStatus to) {
    super(
        ErrorCode.ILLEGAL_TRANSITION,
        "Job %s is %s and cannot become %s; %s"
            .formatted(
                job,
                from,
                to,
                from.isTerminal()
                    ? "a new start makes a new job"
                    : "from there it can become one of " + from.next()));
    this.from = from;
    this.to = to;
  }

  public JobStatus from() {
    return from;
  }

  public JobStatus to() {
    return to;
  }
}

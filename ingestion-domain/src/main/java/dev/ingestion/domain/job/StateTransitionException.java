package dev.ingestion.domain.job;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import java.util.Optional;
import java.util.stream.Collectors;

/** A job was asked to go from one state to another that does not follow it. */
public final class StateTransitionException extends IngestionException {
  private static final long serialVersionUID = 1L;

  private final JobStatus from;
  private final JobStatus to;

  public StateTransitionException(JobId job, JobStatus from, JobStatus to) {
    this(
        from,
        to,
        "Job %s %s and cannot %s; %s"
            .formatted(
                job,
                standing(from),
                change(to),
                from.isTerminal() ? "a new start makes a new job" : "it can be " + ways(from)));
  }

  private StateTransitionException(JobStatus from, JobStatus to, String message) {
    super(ErrorCode.ILLEGAL_TRANSITION, message);
    this.from = from;
    this.to = to;
  }

  /** Of a job that was asked to be canceled, and is not yet. */
  public static StateTransitionException whileCanceled(JobId job, JobStatus from, JobStatus to) {
    return new StateTransitionException(
        from,
        to,
        "Job %s is being canceled and cannot %s; once it is canceled, a new start makes a new job"
            .formatted(job, change(to)));
  }

  private static String standing(JobStatus status) {
    return (status == JobStatus.FAILED ? "has " : "is ") + status.inWords();
  }

  private static String change(JobStatus to) {
    return done(to).map(done -> "be " + done).orElse("become " + to.inWords());
  }

  private static String ways(JobStatus from) {
    return from.next().stream()
        .flatMap(to -> done(to).stream())
        .collect(Collectors.joining(" or "));
  }

  /** What a person does to a job that comes to this state; empty if it comes there by itself. */
  private static Optional<String> done(JobStatus to) {
    return switch (to) {
      case RUNNING -> Optional.of("resumed");
      case PAUSED -> Optional.of("paused");
      case CANCELED -> Optional.of("canceled");
      case PENDING, COMPLETED, FAILED -> Optional.empty();
    };
  }

  public JobStatus from() {
    return from;
  }

  public JobStatus to() {
    return to;
  }
}

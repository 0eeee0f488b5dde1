package dev.ingestion.domain;

/** There is no such job, or none that may be known of: the same is said of both. */
public final class UnknownJobException extends IngestionException {
  private static final long serialVersionUID = 1L;

  public UnknownJobException(JobId job) {
    super(
        ErrorCode.UNKNOWN_JOB,
        "There is no job '%s'; the knowledge base it was about may be deleted".formatted(job));
  }
}

package dev.ingestion.workers;

/**
 * How often the stages of a job try again what failed for a reason that may pass.
 *
 * @param read listing the source and reading its documents
 * @param embed embedding chunks
 * @param index what makes work durable: the index, the database, and the disk under them
 */
public record RetryConfig(StageRetry read, StageRetry embed, StageRetry index) {

  /** The same for all stages. */
  public static RetryConfig same(StageRetry stage) {
    return new RetryConfig(stage, stage, stage);
  }
}

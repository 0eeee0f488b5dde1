package dev.ingestion.domain.retry;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What comes of a step of a pipeline. */
public sealed interface StepOutcome {
  /** The step is done. */
  record Done() implements StepOutcome {}

  /** The step failed, and is tried again after this time. */
  record RetryAfter(Duration delay) implements StepOutcome {}

  /** The step failed and is given up. */
  record DeadLetter(ErrorCode code, String reason) implements StepOutcome {}

  /**
   * Decides about a failed step by the error's category, never by its message: what a user must
   * mend, or somebody else holds, fails again in the same way and is given up at once; what is
   * transient, or a defect on our side, is tried again while the policy allows, and never before
   * the time for which whoever refused has asked to be left alone.
   *
   * @param attempt failed attempts so far with this one, at least 1
   */
  static StepOutcome failed(
      IngestionException error, int attempt, RetryPolicy policy, RandomGenerator random) {
    boolean retry =
        switch (error.category()) {
          case TRANSIENT, INTERNAL -> policy.allowsAnother(attempt);
          case USER, CONFLICT -> false;
        };
    return retry
        ? new RetryAfter(policy.delay(attempt, error, random))
        : new DeadLetter(error.code(), String.valueOf(error.getMessage()));
  }
}

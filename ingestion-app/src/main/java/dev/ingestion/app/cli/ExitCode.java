package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.job.IngestionState;

/** What the process ends with; scripts depend on it. */
public final class ExitCode {
  public static final int COMPLETED = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int COMPLETED_WITH_FAILURES = 3;
  public static final int CONFLICT = 4;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  static int of(ErrorCategory category) {
    return switch (category) {
      case USER -> USAGE;
      case CONFLICT -> CONFLICT;
      case TRANSIENT, INTERNAL -> FAILED;
    };
  }

  /** For a job on which no thread works any more. */
  static int of(IngestionState state) {
    return switch (state.status()) {
      case COMPLETED -> state.documents().failed() == 0 ? COMPLETED : COMPLETED_WITH_FAILURES;
      case PAUSED -> INTERRUPTED;
      case PENDING, RUNNING, FAILED, CANCELED -> FAILED;
    };
  }
}

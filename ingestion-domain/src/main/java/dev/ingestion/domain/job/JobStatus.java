package dev.ingestion.domain.job;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a job stands. The transitions below are the only ones there are. */
public enum JobStatus {
  PENDING,
  RUNNING,
  PAUSED,
  COMPLETED,
  FAILED,
  CANCELED;

  /**
   * @return the states that may follow this one
   */
  public Set<JobStatus> next() {
    return switch (this) {
      case PENDING -> EnumSet.of(RUNNING, CANCELED);
      case RUNNING -> EnumSet.of(PAUSED, COMPLETED, FAILED, CANCELED);
      case PAUSED, FAILED -> EnumSet.of(RUNNING, CANCELED);
      case COMPLETED, CANCELED -> EnumSet.noneOf(JobStatus.class);
    };
  }

  /** For people, as part of a sentence; {@link #name} is for programs. */
  public String inWords() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing follows: a new start makes a new job. */
  public boolean isTerminal() {
    return next().isEmpty();
  }

  /** Whether a job in this state holds its knowledge base against another start. */
  public boolean isActive() {
    return !isTerminal();
  }
}

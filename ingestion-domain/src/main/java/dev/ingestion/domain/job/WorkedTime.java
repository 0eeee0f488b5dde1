package dev.ingestion.domain.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How long a job was worked on, without its pauses and without the time in which its process was
 * dead. It is stored with every progress of the job, so a process that dies takes no more than the
 * time since its last progress with it. Immutable. A wall clock that is set back costs that time
 * too, and never makes it negative.
 *
 * @param total what was worked until {@code since}, or in all if nobody works on the job
 * @param since from when on the time is still to be added; null if nobody works on the job
 */
public record WorkedTime(Duration total, @Nullable Instant since) {
  public static final WorkedTime NONE = new WorkedTime(Duration.ZERO, null);

  public WorkedTime {
    if (total.isNegative()) {
      throw new IllegalArgumentException("A job cannot have been worked on for " + total);
    }
  }

  /** Somebody works on the job from now on; what was not added so far is not added any more. */
  WorkedTime begun(Instant now) {
    return new WorkedTime(total, now);
  }

  /** With the time until now added, if somebody works on the job. */
  public WorkedTime until(Instant now) {
    return since == null ? this : new WorkedTime(at(now), now);
  }

  /** Nobody works on the job any more, since just now. */
  WorkedTime ended(Instant now) {
    return until(now).cutOff();
  }

  /** Nobody works on the job any more, and since when is unknown. */
  WorkedTime cutOff() {
    return new WorkedTime(total, null);
  }

  /** How long it was worked on until now. */
  Duration at(Instant now) {
    return since == null || now.isBefore(since) ? total : total.plus(Duration.between(since, now));
  }
}

package dev.ingestion.domain.schedule;

import dev.ingestion.domain.JobId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest run of a schedule.
 *
 * @param at when it began, or was refused
 * @param job null if none was started
 * @param message what people should know of the outcome; empty if there is nothing to say
 */
public record LastRun(Instant at, @Nullable JobId job, RunOutcome outcome, String message) {
  public static LastRun started(Instant at, JobId job) {
    return new LastRun(at, job, RunOutcome.STARTED, "");
  }

  public static LastRun refused(Instant at, String why) {
    return new LastRun(at, null, RunOutcome.REFUSED, why);
  }
}

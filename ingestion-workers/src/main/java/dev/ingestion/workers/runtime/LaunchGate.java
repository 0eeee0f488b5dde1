package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a job may be launched now. One that may not, or whose launch failed, is told what it
 * waits for, and the alarm is set for when to look again. To be called {@linkplain
 * JobDispatcher#exclusively while nobody else decides} about jobs, but for the reasons.
 */
final class LaunchGate {
  private static final Logger log = LoggerFactory.getLogger(LaunchGate.class);

  static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final RunningJobs running;
  private final JobRetries retries;
  private final StateKeeper states;
  private final int most;
  private final Alarm nextLook;

  /**
   * @param most jobs that may run at once
   * @param nextLook rings when jobs that were kept waiting are to be asked about again
   */
  LaunchGate(
      RunningJobs running, JobRetries retries, StateKeeper states, int most, Alarm nextLook) {
    this.running = running;
    this.retries = retries;
    this.states = states;
    this.most = most;
    this.nextLook = nextLook;
  }

  /**
   * Whether the job may be launched. If not, what it waits for is stored if that can be.
   *
   * @throws IngestionException if a job that was left aside cannot be written yet
   */
  boolean letsThrough(Job job) {
    if (!isDueAndWritable(job)) {
      return false;
    }
    String reason = reasonToWait(job);
    if (reason != null) {
      waits(job.id(), reason);
    }
    return reason == null;
  }

  /** Has a job wait whose launch has failed. */
  void failed(Job job, IngestionException error) {
    if (error.code() == ErrorCode.CONFIGURATION_INVALID) {
      waits(job.id(), "for a process that has its pipeline: " + error.getMessage());
      return;
    }
    Errors.log(log, "A job cannot be launched, which is tried again", error);
    nextLook.setWithin(
        error.category() == ErrorCategory.TRANSIENT ? postponed(job, error) : BEFORE_ANOTHER_TRY);
  }

  /**
   * Why no thread works on the job for a while, after which it is run again; null if that is not
   * so. It is known also if it could not be stored.
   */
  @Nullable String reasonOfRetry(Job job) {
    String reason = running.find(job.kb()).isEmpty() ? retries.reason(job.id()) : null;
    return reason == null ? null : Objects.requireNonNullElse(reasonOfHold(job.kb()), reason);
  }

  /** A reason that cannot be stored is known here, and costs the jobs behind it nothing. */
  private void waits(JobId job, String reason) {
    try {
      states.waits(job, reason);
    } catch (IngestionException e) {
      log.warn("Why job {} waits cannot be stored, which is tried again: {}", job, e.getMessage());
      nextLook.setWithin(BEFORE_ANOTHER_TRY);
    }
  }

  /** Storage that fails a launch is borne with as it is when it fails a run. */
  private Duration postponed(Job job, IngestionException error) {
    JobError failure = Errors.of(error);
    if (retries.isAside(job.id()) || !retries.brokeOff(job.id(), job.kb(), false, failure)) {
      retries.leaveAside(job.id(), job.kb(), failure);
    }
    return retries.left(job.id());
  }

  /** Not so of a job that is left aside, until it is due again and was written just now. */
  private boolean isDueAndWritable(Job job) {
    if (!retries.isAside(job.id())) {
      return true;
    }
    Duration left = retries.left(job.id());
    if (!left.isZero()) {
      nextLook.setWithin(left);
      return false;
    }
    states.waits(
        job.id(), Objects.requireNonNull(reasonOfRetry(job), "it waits until it is written"));
    return true;
  }

  /** Null if the job need not wait. */
  private @Nullable String reasonToWait(Job job) {
    String held = reasonOfHold(job.kb());
    if (held != null) {
      nextLook.setWithin(BEFORE_ANOTHER_TRY);
      return held;
    }
    if (running.all().size() >= most) {
      return "for one of the %d jobs that may run at once to end".formatted(most);
    }
    String reason = retries.isAside(job.id()) ? null : retries.reason(job.id());
    if (reason != null) {
      nextLook.setWithin(retries.left(job.id()));
    }
    return reason;
  }

  private @Nullable String reasonOfHold(KnowledgeBaseId kb) {
    String heldToBe = running.heldToBe(kb);
    return heldToBe == null ? null : "until its knowledge base has been " + heldToBe;
  }
}

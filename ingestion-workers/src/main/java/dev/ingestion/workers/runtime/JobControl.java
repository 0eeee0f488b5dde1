package dev.ingestion.workers.runtime;

import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.workers.WorkersConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses, resumes and cancels single jobs. What is asked for is stored first; then the job's
 * threads are told, and the last of them does it; of jobs on which none works {@link RestingJobs}
 * take care. Thread-safe.
 */
public final class JobControl {
  private static final Logger log = LoggerFactory.getLogger(JobControl.class);

  /** Well within what an acknowledgement may take. */
  private static final Duration MOST_TO_WAIT = Duration.ofMillis(50);

  private final JobDispatcher dispatcher;
  private final RunningJobs running;
  private final RestingJobs resting;
  private final StateKeeper states;
  private final WorkersConfig config;
  private final Threads threads;

  @Inject
  JobControl(
      JobDispatcher dispatcher,
      RunningJobs running,
      RestingJobs resting,
      StateKeeper states,
      WorkersConfig config,
      Threads threads) {
    this.dispatcher = dispatcher;
    this.running = running;
    this.resting = resting;
    this.states = states;
    this.config = config;
    this.threads = threads;
  }

  /**
   * @throws StateTransitionException unless it is running, or paused already; also if it is to be
   *     cancelled
   */
  public Job pause(Job asked) {
    return dispatcher.exclusively(
        () -> {
          dispatcher.requireNotHeld(asked.kb());
          Job job = caughtUp(states.get(asked.id()));
          if (job.intent() == JobIntent.CANCEL) {
            throw StateTransitionException.whileCanceled(job.id(), job.status(), JobStatus.PAUSED);
          }
          if (job.status() == JobStatus.PAUSED || job.intent() == JobIntent.PAUSE) {
            return job;
          }
          return intend(job, JobIntent.PAUSE, JobEvent.Kind.PAUSE_REQUESTED);
        });
  }

  /**
   * @throws StateTransitionException if it is completed
   */
  public Job cancel(Job asked) {
    return dispatcher.exclusively(
        () -> {
          dispatcher.requireNotHeld(asked.kb());
          Job job = caughtUp(states.get(asked.id()));
          if (job.status() == JobStatus.CANCELED || job.intent() == JobIntent.CANCEL) {
            return job;
          }
          return intend(job, JobIntent.CANCEL, JobEvent.Kind.CANCEL_REQUESTED);
        });
  }

  /** Jobs as they are after a moment, in which most that were at rest are cancelled. */
  public List<Job> afterAMoment(List<Job> asked) {
    running.awaitEnding(asked.stream().map(Job::id).toList(), MOST_TO_WAIT);
    return asked.stream()
        .map(job -> job.intent() == null ? job : states.find(job.id()).orElse(job))
        .toList();
  }

  /**
   * @throws StateTransitionException if it has ended, or is to be cancelled
   */
  public Job resume(Job asked) {
    return dispatcher.exclusively(
        () -> {
          dispatcher.requireOpen();
          Job job = states.get(asked.id());
          if (job.intent() == JobIntent.CANCEL) {
            throw StateTransitionException.whileCanceled(job.id(), job.status(), JobStatus.RUNNING);
          }
          dispatcher.requireNotHeld(job.kb());
          Job resumed = job.status() == JobStatus.RUNNING ? goOn(job) : begin(job);
          dispatcher.admit(resumed.id());
          return states.begun(resumed);
        });
  }

  private Job goOn(Job job) {
    if (job.intent() == JobIntent.PAUSE) {
      return states.change(
          job.id(),
          JobEvent.Kind.REQUEST_WITHDRAWN,
          "resumed before it was paused",
          (now, time) -> now.intending(null, time));
    }
    if (!dispatcher.isBusy(job.kb())) {
      return states.change(
          job.id(),
          JobEvent.Kind.TAKEN_OVER,
          "the process that worked on it has ended",
          (now, time) -> now.goingOn(time));
    }
    return job;
  }

  private Job begin(Job job) {
    return job.status() == JobStatus.PENDING
        ? job
        : states.become(job.id(), JobStatus.RUNNING, "resumed");
  }

  private Job intend(Job job, JobIntent intent, JobEvent.Kind kind) {
    Job intending = states.change(job.id(), kind, "", (now, time) -> now.intending(intent, time));
    Optional<JobRuntime> runtime = running.find(job.kb());
    if (runtime.isPresent()) {
      stop(runtime.get());
      return intending;
    }
    Job now = resting.finish(intending);
    dispatcher.dispatch();
    return now;
  }

  /** Stops a job; calls that keep it from stopping are interrupted after a while. */
  private void stop(JobRuntime job) {
    job.stop();
    threads.start(
        "stop-" + job.kb(),
        () -> {
          if (!job.awaitEnd(config.threadJoinTimeout())) {
            log.warn("Job {} does not come to rest; its calls are interrupted", job.job());
            job.calls().interrupt();
          }
        });
  }

  /**
   * Does what was asked of a job, if that failed before and no thread will see to it; a cancel is
   * waited for a moment.
   */
  public void catchUp(Job job) {
    if (job.intent() != null) {
      Job now = dispatcher.exclusively(() -> caughtUp(states.get(job.id())));
      running.awaitEnding(List.of(now.id()), MOST_TO_WAIT);
    }
  }

  private Job caughtUp(Job job) {
    return running.isTaken(job.kb()) ? job : resting.finish(job);
  }
}

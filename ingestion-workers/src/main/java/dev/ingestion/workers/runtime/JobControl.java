package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.workers.WorkersConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses, resumes and cancels single jobs. What is asked for is stored first; then the job's
 * threads are told, and the last of them does it. If none works on the job, it is done here, or by
 * a thread of its own if it may take long. Thread-safe.
 */
public final class JobControl {
  private static final Logger log = LoggerFactory.getLogger(JobControl.class);

  /** Well within what an acknowledgement may take. */
  private static final Duration MOST_TO_WAIT = Duration.ofMillis(50);

  private final JobDispatcher dispatcher;
  private final RunningJobs running;
  private final JobEnding ending;
  private final StateKeeper states;
  private final WorkersConfig config;
  private final Threads threads;

  @Inject
  JobControl(
      JobDispatcher dispatcher,
      RunningJobs running,
      JobEnding ending,
      StateKeeper states,
      WorkersConfig config,
      Threads threads) {
    this.dispatcher = dispatcher;
    this.running = running;
    this.ending = ending;
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
   * A job at rest is waited for a moment: most are cancelled by then.
   *
   * @throws StateTransitionException if it is completed
   */
  public Job cancel(Job asked) {
    Job intending =
        dispatcher.exclusively(
            () -> {
              dispatcher.requireNotHeld(asked.kb());
              Job job = caughtUp(states.get(asked.id()));
              if (job.status() == JobStatus.CANCELED || job.intent() == JobIntent.CANCEL) {
                return job;
              }
              return intend(job, JobIntent.CANCEL, JobEvent.Kind.CANCEL_REQUESTED);
            });
    return running.find(asked.kb()).isEmpty() && running.awaitEnding(asked.kb(), MOST_TO_WAIT)
        ? states.get(asked.id())
        : intending;
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
          return states.get(resumed.id());
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
    if (intent == JobIntent.CANCEL) {
      dispatcher.end(intending, () -> isFinished(intending));
      return intending;
    }
    Job ended = ending.finish(intending);
    dispatcher.dispatch();
    return ended;
  }

  /**
   * @return false if it failed for a reason that may pass
   */
  private boolean isFinished(Job job) {
    try {
      ending.finish(job);
      return true;
    } catch (RuntimeException | Error e) {
      Errors.log(log, "What was asked of job %s cannot be done now".formatted(job.id()), e);
      return Errors.of(e).code().category() != ErrorCategory.TRANSIENT;
    }
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

  /** A job with what was asked of it done, if that failed before and no thread will see to it. */
  public Job caughtUp(Job job) {
    return running.isTaken(job.kb()) ? job : ending.finish(job);
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.StateTransitionException;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pauses, resumes and cancels single jobs. What is asked for is stored first; then the job's
 * threads are told, and the last of them does it, or it is done here if none works on the job.
 * Thread-safe.
 */
public final class JobControl {
  private static final Logger log = LoggerFactory.getLogger(JobControl.class);

  private final Stores stores;
  private final JobDispatcher dispatcher;
  private final RunningJobs running;
  private final KnowledgeBaseIndexes indexes;
  private final StateKeeper states;
  private final WorkersConfig config;
  private final Threads threads;

  @Inject
  JobControl(
      Stores stores,
      JobDispatcher dispatcher,
      RunningJobs running,
      KnowledgeBaseIndexes indexes,
      StateKeeper states,
      WorkersConfig config,
      Threads threads) {
    this.stores = stores;
    this.dispatcher = dispatcher;
    this.running = running;
    this.indexes = indexes;
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
    Job ended = finish(intending);
    dispatcher.dispatch();
    return ended;
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
    return running.find(job.kb()).isEmpty() ? finish(job) : job;
  }

  /** Does what was asked of a job on which no thread works. */
  Job finish(Job job) {
    JobIntent intent = job.intent();
    if (intent == null) {
      return job;
    }
    if (intent == JobIntent.CANCEL) {
      stores.ledger().abandon(stores.jobs().lease(job.id()));
      stores.knowledgeBases().find(job.kb()).ifPresent(this::settle);
    }
    return states.become(job.id(), intent.goal(), "");
  }

  /** What cannot be shown now is shown when the index is opened again. */
  private void settle(KnowledgeBase kb) {
    try {
      indexes.settle(kb);
    } catch (IngestionException e) {
      log.warn("The index of {} could not be brought to rest: {}", kb.id(), e.getMessage(), e);
    }
  }
}

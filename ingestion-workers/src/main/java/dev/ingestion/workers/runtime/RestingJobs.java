package dev.ingestion.workers.runtime;

import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobIntent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * Does what was asked of jobs on which no thread works. To give up what waits of a cancelled job
 * may take a second, so each cancel has a thread of its own; what fails for a reason that may pass
 * is tried again until the engine is stopped, and then by the next process. Thread-safe.
 */
public final class RestingJobs {
  private static final Duration BEFORE_ANOTHER_TRY = Duration.ofSeconds(1);

  private final JobDispatcher dispatcher;
  private final RunningJobs running;
  private final JobEnding ending;
  private final Threads threads;
  private final Signal stopped;
  private volatile boolean closing;

  @Inject
  RestingJobs(JobDispatcher dispatcher, RunningJobs running, JobEnding ending, Threads threads) {
    this.dispatcher = dispatcher;
    this.running = running;
    this.ending = ending;
    this.threads = threads;
    this.stopped = threads.signal();
  }

  /**
   * Does it, or has a thread do it. To be called {@linkplain JobDispatcher#exclusively while nobody
   * else decides} about the job.
   *
   * @return the job as it is now
   */
  Job finish(Job job) {
    if (job.intent() != JobIntent.CANCEL) {
      return ending.finish(job);
    }
    if (!closing && running.beginEnding(job)) {
      start(job);
    }
    return job;
  }

  private void start(Job job) {
    try {
      threads.start("end-" + job.kb(), () -> end(job));
    } catch (RuntimeException | Error e) {
      running.endEnding(job);
      throw e;
    }
  }

  private void end(Job job) {
    while (ending.failsToFinish(job) && !stopped.await(BEFORE_ANOTHER_TRY, () -> closing)) {
      // it is tried again
    }
    dispatcher.exclusively(
        () -> {
          running.endEnding(job);
          dispatcher.redispatch();
          return job;
        });
  }

  /** Does what was asked of a job whose process has died; what fails costs no other job. */
  void recover(Job job) {
    if (ending.failsToFinish(job)) {
      dispatcher.exclusively(() -> finish(job));
    }
  }

  /** Begins nothing any more, and waits for what is being done, for a time at most. */
  boolean stop(Duration most) {
    dispatcher.exclusively(() -> closing = true);
    stopped.raise();
    return running.awaitEndings(most);
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.workers.Recovery;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the engine. A stop of the process leaves jobs RUNNING in the database: whoever
 * owns the data next continues them.
 */
public final class LifecycleManager implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(LifecycleManager.class);

  private final Stores stores;
  private final JobDispatcher dispatcher;
  private final RestingJobs resting;
  private final StateKeeper states;
  private final WorkerPool pool;
  private final WorkersConfig config;
  private final Threads threads;

  @Inject
  LifecycleManager(
      Stores stores,
      JobDispatcher dispatcher,
      RestingJobs resting,
      StateKeeper states,
      WorkerPool pool,
      WorkersConfig config,
      Threads threads) {
    this.stores = stores;
    this.dispatcher = dispatcher;
    this.resting = resting;
    this.states = states;
    this.pool = pool;
    this.config = config;
    this.threads = threads;
  }

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  /**
   * The data root is ours alone, so every claim there is belongs to somebody dead, and so does
   * every job that was being paused or cancelled.
   */
  @Override
  public void start() {
    int freed = stores.queue().voidClaims();
    if (freed > 0) {
      log.info("{} batches of a process that died are free again", freed);
    }
    stores.jobs().active().forEach(this::recover);
  }

  private void recover(Job job) {
    if (job.intent() != null) {
      resting.recover(job);
    } else if (job.status() == JobStatus.RUNNING && config.recovery() == Recovery.PAUSE) {
      states.become(
          job.id(), JobStatus.PAUSED, "its process has ended, and ingestion.recovery is pause");
    }
  }

  @Override
  public void close() {
    long deadline = threads.nanoTime() + config.shutdownGracePeriod().toNanos();
    Collection<JobRuntime> jobs = dispatcher.stopAll();
    long patience = threads.nanoTime() + config.threadJoinTimeout().toNanos();
    for (JobRuntime job : jobs) {
      if (!job.awaitEnd(left(Math.min(patience, deadline)))) {
        job.calls().interrupt();
      }
    }
    for (JobRuntime job : jobs) {
      if (!job.awaitEnd(left(deadline))) {
        log.warn("Job {} did not come to rest in time; it will be continued", job.job());
      }
    }
    if (!resting.stop(left(deadline))) {
      log.warn("A cancel was not done in time; the next process does it");
    }
    pool.stop(left(deadline));
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(
        Math.max(TimeUnit.MILLISECONDS.toNanos(10), deadline - threads.nanoTime()));
  }
}

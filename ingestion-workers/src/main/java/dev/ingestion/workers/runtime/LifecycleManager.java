package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.Pipeline;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the engine and its jobs. A stop of the process leaves jobs RUNNING in the
 * database: whoever owns the data next continues them.
 */
public final class LifecycleManager implements ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(LifecycleManager.class);

  private final WorkQueue queue;
  private final JobLauncher launcher;
  private final RunningJobs running;
  private final WorkerPool pool;
  private final StateKeeper states;
  private final WorkersConfig config;
  private final Threads threads;
  private final Lock lock;
  private boolean closing;

  @Inject
  LifecycleManager(
      WorkQueue queue,
      JobLauncher launcher,
      RunningJobs running,
      WorkerPool pool,
      StateKeeper states,
      WorkersConfig config,
      Threads threads) {
    this.queue = queue;
    this.launcher = launcher;
    this.running = running;
    this.pool = pool;
    this.states = states;
    this.config = config;
    this.threads = threads;
    this.lock = threads.lock();
  }

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  /** The data root is ours alone, so every claim there is belongs to somebody dead. */
  @Override
  public void start() {
    int freed = queue.voidClaims();
    if (freed > 0) {
      log.info("{} batches of a process that died are free again", freed);
    }
  }

  /**
   * Starts or continues a job here.
   *
   * @return the job as RUNNING
   * @throws IngestionException JOB_ACTIVE if threads of this process work on its knowledge base,
   *     CONCURRENT_CHANGE if the engine is being stopped
   */
  public Job launch(Job job, Pipeline pipeline, SourceSettings source) {
    return Locks.holding(lock, () -> launchUnlessClosing(job, pipeline, source));
  }

  private Job launchUnlessClosing(Job job, Pipeline pipeline, SourceSettings source) {
    if (closing) {
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE,
          "The process is being stopped; give the same command again to run job " + job.id());
    }
    if (running.find(job.kb()).isPresent()) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE, "Job %s of '%s' is running".formatted(job.id(), job.kb()));
    }
    JobRuntime runtime = launcher.prepare(job, pipeline, source);
    JobRun run = launcher.run(runtime);
    Job started =
        job.status() == JobStatus.RUNNING ? job : states.become(job.id(), JobStatus.RUNNING, null);
    running.add(runtime);
    pool.start(pipeline.model().parallelism());
    threads.start("producer-" + job.kb(), run);
    return started;
  }

  @Override
  public void close() {
    long deadline = threads.nanoTime() + config.shutdownGracePeriod().toNanos();
    Locks.holding(
        lock,
        () -> {
          closing = true;
          running.all().forEach(JobRuntime::stop);
        });
    try {
      for (JobRuntime job : running.all()) {
        if (!job.awaitEnd(left(deadline))) {
          log.warn("Job {} did not come to rest in time; it will be continued", job.job());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.stop(left(deadline));
  }

  private Duration left(long deadline) {
    return Duration.ofNanos(
        Math.max(TimeUnit.MILLISECONDS.toNanos(10), deadline - threads.nanoTime()));
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.Pipelines;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which jobs run here and when: those this process was asked to run, the most urgent first,
 * so many at once at most. Thread-safe; whatever decides about a job does it {@linkplain
 * #exclusively while nobody else does}.
 */
public final class JobDispatcher {
  private static final Logger log = LoggerFactory.getLogger(JobDispatcher.class);

  private final Stores stores;
  private final Pipelines pipelines;
  private final JobLauncher launcher;
  private final RunningJobs running;
  private final WorkerPool pool;
  private final StateKeeper states;
  private final Context context;
  private final Lock lock;
  private final Signal rested;
  private final Set<JobId> admitted = new HashSet<>();
  private volatile Set<KnowledgeBaseId> queued = Set.of();
  private final Alarm nextLook;
  private final LaunchGate gate;
  private boolean closing;

  @Inject
  JobDispatcher(
      Stores stores,
      Pipelines pipelines,
      JobLauncher launcher,
      RunningJobs running,
      WorkerPool pool,
      StateKeeper states,
      Context context) {
    this.stores = stores;
    this.pipelines = pipelines;
    this.launcher = launcher;
    this.running = running;
    this.pool = pool;
    this.states = states;
    this.context = context;
    this.lock = context.threads().lock();
    this.rested = context.threads().signal();
    this.nextLook = new Alarm("dispatch", context.threads(), this::redispatch);
    this.gate =
        new LaunchGate(
            running, context.retries(), states, context.config().maxConcurrentJobs(), nextLook);
  }

  /** The engine's settings and threads, and the jobs that are run again after a while. */
  public record Context(WorkersConfig config, JobRetries retries, Threads threads) {
    @Inject
    public Context {}
  }

  /** Does something while no job is started, controlled or launched. */
  public <T> T exclusively(Supplier<T> work) {
    return Locks.holding(lock, work);
  }

  /**
   * To be called before anything is stored of a job that is to run here.
   *
   * @throws IngestionException CONCURRENT_CHANGE if the engine is being stopped
   */
  public void requireOpen() {
    Locks.holding(
        lock,
        () -> {
          if (closing) {
            throw new IngestionException(
                ErrorCode.CONCURRENT_CHANGE,
                "The process is being stopped; try again once it is back");
          }
        });
  }

  /**
   * Has a job run here as soon as there is room; it waits as it is until then, and for nothing
   * else.
   *
   * @throws IngestionException CONCURRENT_CHANGE if the engine is being stopped
   */
  public void admit(JobId job) {
    Locks.holding(
        lock,
        () -> {
          requireOpen();
          launcher.asked(job);
          context.retries().forget(job);
          boolean added = admitted.add(job);
          try {
            dispatch();
          } catch (RuntimeException | Error e) {
            if (added) {
              admitted.remove(job); // who was refused expects nothing to come of it later
            }
            throw e;
          }
        });
  }

  /**
   * Keeps jobs of a knowledge base from running until that is closed.
   *
   * @param what is done to it meanwhile, for example "repaired"
   * @throws IngestionException JOB_ACTIVE if a job runs on it or is about to, or it is held already
   */
  public RunningJobs.Hold hold(KnowledgeBaseId kb, String what) {
    return Locks.holding(
        lock,
        () -> {
          if (queued.contains(kb)) {
            throw new IngestionException(
                ErrorCode.JOB_ACTIVE,
                "A job of knowledge base '%s' waits to be run; cancel it, or wait until it has ended"
                    .formatted(kb));
          }
          return running.hold(kb, what);
        });
  }

  /**
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held against jobs
   */
  public void requireNotHeld(KnowledgeBaseId kb) {
    running.requireNotHeld(kb);
  }

  /**
   * Whether a thread works on the knowledge base, or will as soon as there is room. A job may go
   * either way between the looks, so one of them sees it.
   */
  public boolean isBusy(KnowledgeBaseId kb) {
    return queued.contains(kb) || running.isTaken(kb) || queued.contains(kb);
  }

  /**
   * Why no thread works on the job for a while, after which it is run again; null if that is not
   * so. It is known also if it could not be stored.
   */
  public @Nullable String reasonOfRetry(Job job) {
    return gate.reasonOfRetry(job);
  }

  /**
   * Waits until the knowledge base is not busy, for a time at most. Wakes early if interrupted,
   * with the flag set again.
   */
  public void awaitRest(KnowledgeBaseId kb, Duration most) {
    long deadline = context.threads().nanoTime() + most.toNanos();
    long left = most.toNanos();
    while (rested.await(Duration.ofNanos(left), () -> !isBusy(kb))
        && exclusively(() -> isBusy(kb))) {
      left = deadline - context.threads().nanoTime();
    }
  }

  /** Looks again which jobs can run; to be called when that may have changed. */
  void dispatch() {
    Locks.holding(
        lock,
        () -> {
          Set<KnowledgeBaseId> waiting = new HashSet<>();
          if (!closing) {
            List<Job> eligible = stores.jobs().active().stream().filter(this::isToRun).toList();
            admitted.retainAll(eligible.stream().map(Job::id).toList());
            context.retries().retain(admitted);
            eligible.stream()
                .filter(job -> running.find(job.kb()).isEmpty())
                .filter(job -> running.isTaken(job.kb()) || !launched(job))
                .filter(job -> !context.retries().isAside(job.id()))
                .forEach(job -> waiting.add(job.kb()));
          }
          queued = waiting;
          rested.raise();
        });
  }

  private boolean isToRun(Job job) {
    boolean begins = job.status() == JobStatus.PENDING && job.intent() == null;
    return admitted.contains(job.id()) && (begins || job.status() == JobStatus.RUNNING);
  }

  private boolean launched(Job job) {
    try {
      if (!gate.letsThrough(job)) {
        return false;
      }
      launch(job);
      return true;
    } catch (IngestionException e) {
      gate.failed(job, e);
      return false;
    }
  }

  private void launch(Job job) {
    Pipeline pipeline = pipelines.get(job.pipeline());
    SourceSettings source =
        stores
            .knowledgeBases()
            .findSource(job.kb(), job.source())
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.INTERNAL_ERROR,
                        "Knowledge base %s has lost its source %s"
                            .formatted(job.kb(), job.source())));
    if (job.status() == JobStatus.PENDING) {
      states.become(job.id(), JobStatus.RUNNING, "");
    } else {
      states.goesOn(job.id());
    }
    context.retries().runs(job.id());
    JobRuntime runtime = launcher.prepare(job, pipeline, source);
    if (job.intent() != null) {
      runtime.stop(); // what was asked of it is done by the thread that finds nothing to do
    }
    pool.start(pipeline.model().parallelism());
    JobRun run = launcher.run(runtime);
    running.add(runtime);
    try {
      context.threads().start("producer-" + job.kb(), () -> run(runtime, run));
    } catch (RuntimeException | Error e) {
      running.remove(runtime);
      runtime.ended();
      throw e;
    }
  }

  private void run(JobRuntime runtime, JobRun run) {
    try {
      run.run();
    } finally {
      Locks.holding(lock, () -> ended(runtime, run));
    }
  }

  private void ended(JobRuntime runtime, JobRun run) {
    if (run.isRetried()) {
      Set<KnowledgeBaseId> waiting = new HashSet<>(queued);
      waiting.add(runtime.kb()); // also if the jobs cannot be looked at now
      queued = waiting;
      admitted.add(runtime.job());
    } else if (run.unsaid() != null && run.unsaid().code().category() == ErrorCategory.TRANSIENT) {
      admitted.add(runtime.job());
      context.retries().leaveAside(runtime.job(), runtime.kb(), run.unsaid());
      queueNoMore(Map.of(runtime.job(), runtime.kb()));
    } else if (!run.isLeft()) {
      admitted.remove(runtime.job()); // or it would be launched again at once, for ever
    }
    running.remove(runtime);
    runtime.ended();
    redispatch();
  }

  /** The same for a thread of ours, which has nobody to throw at. */
  void redispatch() {
    rested.raise(); // whatever comes of the look
    try {
      dispatch();
    } catch (RuntimeException | Error e) {
      Errors.log(log, "The jobs that wait cannot be looked at, which is tried again", e);
      Locks.holding(lock, () -> queueNoMore(context.retries().couldNotRun(Errors.of(e))));
      Duration left = context.retries().leftOfFirst().orElse(LaunchGate.BEFORE_ANOTHER_TRY);
      nextLook.setWithin(
          left.compareTo(LaunchGate.BEFORE_ANOTHER_TRY) > 0 ? left : LaunchGate.BEFORE_ANOTHER_TRY);
    }
  }

  /** Nobody waits for jobs of which nothing can be stored, but they are not forgotten. */
  private void queueNoMore(Map<JobId, KnowledgeBaseId> aside) {
    if (!aside.isEmpty()) {
      Set<KnowledgeBaseId> waiting = new HashSet<>(queued);
      waiting.removeAll(aside.values());
      queued = waiting;
      rested.raise();
    }
  }

  /** Starts no job any more, and asks those that run to stop. */
  Collection<JobRuntime> stopAll() {
    return Locks.holding(
        lock,
        () -> {
          closing = true;
          queued = Set.of();
          rested.raise();
          running.all().forEach(JobRuntime::stop);
          return running.all();
        });
  }
}

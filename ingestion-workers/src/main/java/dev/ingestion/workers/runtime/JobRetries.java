package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobError;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that broke off because their storage failed for a reason that may pass, and when each is
 * run again. What a job writes to is opened again by its next run only, so nothing less than a run
 * is tried again. A document that was completed in between begins the count anew. Thread-safe.
 */
public final class JobRetries {
  private final Backoffs backoffs;
  private final Threads threads;
  private final Lock lock;
  private final Map<JobId, Retried> retried = new HashMap<>();

  @Inject
  JobRetries(Backoffs backoffs, Threads threads) {
    this.backoffs = backoffs;
    this.threads = threads;
    this.lock = threads.lock();
  }

  /**
   * @param outage why it waits; null while it runs
   * @param dueNanos when it is run again, on the monotonic clock
   */
  private record Retried(
      KnowledgeBaseId kb, Backoff backoff, @Nullable Outage outage, long dueNanos) {}

  /**
   * A run of the job broke off.
   *
   * @return whether the job is to be run again; false if the retries are spent
   */
  boolean brokeOff(JobRuntime job, JobError error) {
    return Locks.holding(
        lock,
        () -> {
          Retried before = retried.remove(job.job());
          Backoff backoff = before == null ? backoffs.ofStorage(job.kb()) : before.backoff();
          if (job.completedDocuments()) {
            backoff.succeeded();
          }
          return postpone(job.job(), job.kb(), backoff, error);
        });
  }

  /**
   * Jobs could not even be looked at, so those that were due were not run.
   *
   * @return those whose retries are spent, with their knowledge bases
   */
  Map<JobId, KnowledgeBaseId> couldNotRun(JobError error) {
    return Locks.holding(
        lock,
        () -> {
          Map<JobId, KnowledgeBaseId> spent = new HashMap<>();
          new HashMap<>(retried)
              .forEach(
                  (job, one) -> {
                    boolean due = one.outage() != null && one.dueNanos() - threads.nanoTime() <= 0;
                    if (due && !postpone(job, one.kb(), one.backoff(), error)) {
                      retried.remove(job);
                      spent.put(job, one.kb());
                    }
                  });
          return spent;
        });
  }

  private boolean postpone(JobId job, KnowledgeBaseId kb, Backoff backoff, JobError error) {
    Optional<Backoff.Wait> next = backoff.failed(error, Duration.ZERO);
    next.ifPresent(
        wait -> {
          long due = threads.nanoTime() + wait.time().toNanos();
          retried.put(job, new Retried(kb, backoff, wait.outage(), due));
        });
    return next.isPresent();
  }

  /** How long the job still waits; nothing if it does not. */
  Duration left(JobId job) {
    return Locks.holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          return one == null
              ? Duration.ZERO
              : Duration.ofNanos(Math.max(0, one.dueNanos() - threads.nanoTime()));
        });
  }

  /** Why the job waits; null if it does not, or not any more. */
  @Nullable String reason(JobId job) {
    return Locks.<@Nullable String>holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          if (one == null || one.outage() == null || one.dueNanos() - threads.nanoTime() <= 0) {
            return null;
          }
          return one.outage().reason();
        });
  }

  /** The job is run again: it waits no more, but its earlier failures still count. */
  void runs(JobId job) {
    Locks.holding(
        lock,
        () -> {
          retried.computeIfPresent(
              job, (id, one) -> new Retried(one.kb(), one.backoff(), null, one.dueNanos()));
        });
  }

  /** Lets the job run at once, and with all retries before it. */
  void forget(JobId job) {
    Locks.holding(lock, () -> retried.remove(job));
  }

  /** Forgets all jobs but these. */
  void retain(Collection<JobId> jobs) {
    Locks.holding(lock, () -> retried.keySet().retainAll(jobs));
  }
}

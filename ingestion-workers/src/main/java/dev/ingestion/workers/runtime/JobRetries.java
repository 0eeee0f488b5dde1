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
 * is tried again. A document that was completed in between begins the count anew.
 *
 * <p>A job whose retries are spent, and of which not even that can be stored, is left aside: nobody
 * waits for it any more, but it is asked for again, ever more rarely, until its storage can be
 * written. Thread-safe.
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
   * @param aside whether it is left aside
   */
  private record Retried(
      KnowledgeBaseId kb, Backoff backoff, @Nullable Outage outage, long dueNanos, boolean aside) {
    Retried running() {
      return new Retried(kb, backoff, null, dueNanos, false);
    }
  }

  /**
   * A run of the job broke off.
   *
   * @return whether the job is to be run again; false if the retries are spent
   */
  boolean brokeOff(JobRuntime job, JobError error) {
    return Locks.holding(
        lock,
        () -> {
          Retried before = retried.get(job.job());
          Backoff backoff = before == null ? backoffs.ofStorage(job.kb()) : before.backoff();
          if (job.completedDocuments()) {
            backoff.succeeded();
          }
          return postpone(job.job(), job.kb(), backoff, error, false);
        });
  }

  /** Leaves a job aside, of which it could not be stored what became of it. */
  void leaveAside(JobId job, KnowledgeBaseId kb, JobError error) {
    Locks.holding(
        lock,
        () -> {
          Retried before = retried.get(job);
          Backoff backoff = before == null ? backoffs.ofStorage(kb) : before.backoff();
          boolean already = before != null && before.aside();
          postpone(job, kb, already ? backoff : backoff.endless(), error, true);
        });
  }

  /**
   * Jobs could not even be looked at, so those that were due were not run.
   *
   * @return those that are left aside from now on, with their knowledge bases
   */
  Map<JobId, KnowledgeBaseId> couldNotRun(JobError error) {
    return Locks.holding(
        lock,
        () -> {
          Map<JobId, KnowledgeBaseId> spent = new HashMap<>();
          new HashMap<>(retried)
              .forEach(
                  (job, one) -> {
                    boolean due = one.outage() != null && left(one) == 0;
                    if (due && !postpone(job, one.kb(), one.backoff(), error, one.aside())) {
                      leaveAside(job, one.kb(), error);
                      spent.put(job, one.kb());
                    }
                  });
          return spent;
        });
  }

  /** Keeps the job also if the retries are spent, for what may still become of it. */
  private boolean postpone(
      JobId job, KnowledgeBaseId kb, Backoff backoff, JobError error, boolean aside) {
    Optional<Backoff.Wait> next = backoff.failed(error, Duration.ZERO);
    Outage outage = next.map(Backoff.Wait::outage).orElse(null);
    Duration wait = next.map(Backoff.Wait::time).orElse(Duration.ZERO);
    retried.put(job, new Retried(kb, backoff, outage, threads.nanoTime() + wait.toNanos(), aside));
    return next.isPresent();
  }

  private long left(Retried one) {
    return Math.max(0, one.dueNanos() - threads.nanoTime());
  }

  /** How long the job still waits; nothing if it does not. */
  Duration left(JobId job) {
    return Locks.holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          return one == null ? Duration.ZERO : Duration.ofNanos(left(one));
        });
  }

  /** How long the first of the jobs that wait still does so; empty if none waits. */
  Optional<Duration> leftOfFirst() {
    return Locks.holding(
        lock,
        () ->
            retried.values().stream()
                .filter(one -> one.outage() != null)
                .map(one -> Duration.ofNanos(left(one)))
                .min(Duration::compareTo));
  }

  /** Whether the job is left aside. */
  boolean isAside(JobId job) {
    return Locks.holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          return one != null && one.aside();
        });
  }

  /** Why the job waits; null if it does not, or not any more. One left aside does until it runs. */
  @Nullable String reason(JobId job) {
    return Locks.<@Nullable String>holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          if (one == null || one.outage() == null || (left(one) == 0 && !one.aside())) {
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
          retried.computeIfPresent(job, (id, one) -> one.running());
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

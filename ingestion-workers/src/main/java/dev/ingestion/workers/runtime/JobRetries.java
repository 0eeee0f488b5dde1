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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger log = LoggerFactory.getLogger(JobRetries.class);

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

  /** How a job stands that broke off. */
  private sealed interface Retried {
    KnowledgeBaseId kb();

    Backoff backoff();
  }

  /** It runs again, or its retries are spent and what becomes of it is about to be stored. */
  private record Running(KnowledgeBaseId kb, Backoff backoff) implements Retried {}

  /** It is to be run again. */
  private sealed interface Due extends Retried {
    /** When, on the monotonic clock. */
    long nanos();
  }

  private record Waiting(KnowledgeBaseId kb, Backoff backoff, Outage outage, long nanos)
      implements Due {}

  private record Aside(KnowledgeBaseId kb, Backoff backoff, Outage outage, long nanos)
      implements Due {}

  /**
   * A run of the job broke off.
   *
   * @param completedDocuments whether it had made a document searchable
   * @return whether the job is to be run again; false if the retries are spent
   */
  boolean brokeOff(JobId job, KnowledgeBaseId kb, boolean completedDocuments, JobError error) {
    return Locks.holding(
        lock,
        () -> {
          Backoff backoff = backoff(job, kb);
          if (completedDocuments) {
            backoff.succeeded();
          }
          return waitsAgain(job, kb, backoff, error);
        });
  }

  /** Leaves a job aside, of which it could not be stored what became of it. */
  void leaveAside(JobId job, KnowledgeBaseId kb, JobError error) {
    Locks.holding(
        lock,
        () -> {
          Backoff before = backoff(job, kb);
          boolean known = retried.get(job) instanceof Aside;
          if (!known) {
            log.error("Job {} of {} is left aside until its storage can be written", job, kb);
          }
          Backoff endless = known ? before : before.endless();
          Backoff.Wait next = endless.failed(error, Duration.ZERO).orElseThrow();
          retried.put(job, new Aside(kb, endless, next.outage(), nanosAt(next)));
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
                    if (one instanceof Aside aside && isOver(aside)) {
                      leaveAside(job, one.kb(), error);
                    } else if (one instanceof Waiting waiting
                        && isOver(waiting)
                        && !waitsAgain(job, one.kb(), one.backoff(), error)) {
                      leaveAside(job, one.kb(), error);
                      spent.put(job, one.kb());
                    }
                  });
          return spent;
        });
  }

  private Backoff backoff(JobId job, KnowledgeBaseId kb) {
    Retried before = retried.get(job);
    return before == null ? backoffs.ofStorage(kb) : before.backoff();
  }

  /** Keeps the job also if the retries are spent, for what may still become of it. */
  private boolean waitsAgain(JobId job, KnowledgeBaseId kb, Backoff backoff, JobError error) {
    Optional<Backoff.Wait> next = backoff.failed(error, Duration.ZERO);
    retried.put(
        job,
        next.<Retried>map(wait -> new Waiting(kb, backoff, wait.outage(), nanosAt(wait)))
            .orElseGet(() -> new Running(kb, backoff)));
    return next.isPresent();
  }

  private long nanosAt(Backoff.Wait wait) {
    return threads.nanoTime() + wait.time().toNanos();
  }

  private Duration left(Due due) {
    return Duration.ofNanos(Math.max(0, due.nanos() - threads.nanoTime()));
  }

  private boolean isOver(Due due) {
    return left(due).isZero();
  }

  /** How long the job still waits; nothing if it does not. */
  Duration left(JobId job) {
    return Locks.holding(
        lock, () -> retried.get(job) instanceof Due due ? left(due) : Duration.ZERO);
  }

  /** How long the first of the jobs that wait still does so; empty if none waits. */
  Optional<Duration> leftOfFirst() {
    return Locks.holding(
        lock,
        () ->
            retried.values().stream()
                .filter(Due.class::isInstance)
                .map(one -> left((Due) one))
                .min(Duration::compareTo));
  }

  /** Whether the job is left aside. */
  boolean isAside(JobId job) {
    return Locks.holding(lock, () -> retried.get(job) instanceof Aside);
  }

  /** Why the job waits; null if it does not, or not any more. One left aside does until it runs. */
  @Nullable String reason(JobId job) {
    return Locks.<@Nullable String>holding(
        lock,
        () -> {
          Retried one = retried.get(job);
          if (one instanceof Aside aside) {
            return aside.outage().reason();
          }
          return one instanceof Waiting waiting && !isOver(waiting)
              ? waiting.outage().reason()
              : null;
        });
  }

  /**
   * The job is run again: it waits no more, but its earlier failures still count. Those of one that
   * was left aside are over, for it could be written.
   */
  void runs(JobId job) {
    Locks.holding(
        lock,
        () -> {
          retried.computeIfPresent(
              job, (id, one) -> one instanceof Aside ? null : new Running(one.kb(), one.backoff()));
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

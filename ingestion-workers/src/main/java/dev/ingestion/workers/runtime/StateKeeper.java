package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.Node;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a job from state to state, its history along with it, and the snapshot after it. The
 * database decides, the snapshot is a copy: that it cannot be written is told and costs nothing
 * else. Thread-safe.
 */
public final class StateKeeper {
  private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);
  private static final int ATTEMPTS = 20;

  private final JobRepository jobs;
  private final Snapshots snapshots;
  private final RunningJobs running;
  private final InstantSource clock;
  private final Node node;
  private final EngineMetrics metrics;

  @Inject
  StateKeeper(
      JobRepository jobs,
      Snapshots snapshots,
      RunningJobs running,
      InstantSource clock,
      Node node,
      EngineMetrics metrics) {
    this.jobs = jobs;
    this.snapshots = snapshots;
    this.running = running;
    this.clock = clock;
    this.node = node;
    this.metrics = metrics;
  }

  /** What a job is to be next, from what it is and the time; itself if it is to stay as it is. */
  @FunctionalInterface
  public interface Step extends BiFunction<Job, Instant, Job> {}

  /** Stores a new job. */
  public Job create(Job job) {
    jobs.insert(job, event(job, JobEvent.Kind.CREATED, ""));
    metrics.created(job);
    snapshot(job);
    return job;
  }

  /**
   * Takes a job on which no thread works to its next state.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if that state does not follow
   */
  public Job become(JobId id, JobStatus status, String reason) {
    return change(
        id,
        JobEvent.Kind.STATUS_CHANGED,
        reason,
        (job, now) -> job.untended().become(status, null, now));
  }

  /**
   * Changes a job by compare-and-set, from what it is at that moment.
   *
   * @throws IngestionException CONCURRENT_CHANGE if others change it all the time
   */
  public Job change(JobId id, JobEvent.Kind kind, String reason, Step step) {
    for (int attempt = 1; ; attempt++) {
      Job now = get(id);
      Job next = step.apply(now, clock.instant());
      if (next.equals(now)) {
        return now;
      }
      try {
        jobs.update(next, event(next, kind, reason));
        tell(next, kind, reason);
        return next;
      } catch (IngestionException e) {
        if (e.code() != ErrorCode.CONCURRENT_CHANGE || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Takes a job to the state in which whoever works on it leaves it.
   *
   * @param seen the job by which that was decided
   * @throws IngestionException LEASE_LOST if somebody else works on it now, CONCURRENT_CHANGE if it
   *     is not as it was seen; nothing was changed
   */
  void leave(JobLease lease, Job seen, JobStatus status, @Nullable JobError error) {
    Job next = seen.become(status, error, clock.instant());
    String reason = error == null ? "" : error.message();
    jobs.update(lease, next, event(next, JobEvent.Kind.STATUS_CHANGED, reason));
    tell(next, JobEvent.Kind.STATUS_CHANGED, reason);
  }

  private void tell(Job job, JobEvent.Kind kind, String reason) {
    String what = kind == JobEvent.Kind.STATUS_CHANGED ? job.status().name() : kind.name();
    Correlation.during(
        job.kb(),
        job.id(),
        () -> log.info("Job is {}{}", what, reason.isEmpty() ? "" : ": " + reason));
    if (kind == JobEvent.Kind.STATUS_CHANGED) {
      metrics.changed(job);
    }
    snapshot(job);
  }

  /** Says why a job waits; its history keeps every change of that. */
  void waits(JobId id, String reason) {
    change(
        id,
        JobEvent.Kind.WAITING,
        reason,
        (job, now) -> Objects.equals(job.waiting(), reason) ? job : job.waitingFor(reason, now));
  }

  /** Says that threads take up a job that waited. */
  void goesOn(JobId id) {
    change(
        id,
        JobEvent.Kind.GOES_ON,
        "",
        (job, now) -> job.waiting() == null ? job : job.goingOn(now));
  }

  /** Stores what was counted so far. */
  void progress(JobLease lease, DocumentCounts listed, JobPhase phase, @Nullable String waiting) {
    Job job = jobs.progress(lease, listed, phase, waiting);
    metrics.progressed(job);
    snapshot(job);
  }

  /** Stores what was counted in the end. */
  void settle(JobLease lease, DocumentCounts counts) {
    metrics.progressed(jobs.settle(lease, counts));
  }

  public IngestionState state(Job job) {
    return running
        .find(job.kb())
        .filter(runtime -> runtime.job().equals(job.id()))
        .map(runtime -> job.state(clock.instant(), runtime.stopping()))
        .orElseGet(() -> job.untended().state(clock.instant(), false));
  }

  /** The job as it is stored now; empty if it went with its knowledge base. */
  Optional<Job> find(JobId id) {
    return jobs.find(id);
  }

  /** The same of a job that has to be there. */
  public Job get(JobId id) {
    return find(id)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.CONCURRENT_CHANGE, "There is no job %s any more".formatted(id)));
  }

  /**
   * The job that was just begun, as it is stored now. It runs whether that can be read or not, so
   * nobody is told that it failed: who storage keeps from reading it gets it as it was stored last.
   */
  public Job begun(Job stored) {
    try {
      return get(stored.id());
    } catch (IngestionException e) {
      if (e.category() != ErrorCategory.TRANSIENT) {
        throw e;
      }
      log.warn("Job {} is begun; how it stands cannot be read: {}", stored.id(), e.getMessage());
      return stored;
    }
  }

  private JobEvent event(Job job, JobEvent.Kind kind, String reason) {
    return new JobEvent(
        job.id(), job.kb(), clock.instant(), kind, job.status(), node.name(), reason);
  }

  private void snapshot(Job job) {
    try {
      snapshots.save(job, state(job));
    } catch (IngestionException e) {
      log.warn("The snapshot of {} was not written: {}", job.kb(), e.getMessage());
    }
  }
}

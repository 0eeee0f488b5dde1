package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.JobRepository;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a job from state to state, and the snapshot after it. The database decides, the snapshot
 * is a copy: that it cannot be written is told and costs nothing else. Thread-safe.
 */
public final class StateKeeper {
  private static final Logger log = LoggerFactory.getLogger(StateKeeper.class);

  private final JobRepository jobs;
  private final Snapshots snapshots;
  private final RunningJobs running;
  private final InstantSource clock;

  @Inject
  StateKeeper(JobRepository jobs, Snapshots snapshots, RunningJobs running, InstantSource clock) {
    this.jobs = jobs;
    this.snapshots = snapshots;
    this.running = running;
    this.clock = clock;
  }

  /** Stores a new job. */
  public Job create(Job job) {
    jobs.insert(job);
    snapshot(job);
    return job;
  }

  /**
   * Takes a job to its next state by compare-and-set.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if that state does not follow
   * @throws IngestionException CONCURRENT_CHANGE if the job changed meanwhile
   */
  public Job become(JobId id, JobStatus status, @Nullable JobError error) {
    Job next = find(id).become(status, error, clock.instant());
    jobs.update(next);
    Correlation.during(
        next.kb(),
        id,
        () -> log.info("Job is {}{}", status, error == null ? "" : ": " + error.message()));
    snapshot(next);
    return next;
  }

  /** Stores what was counted so far. */
  void progress(JobLease lease, DocumentCounts listed, JobPhase phase, @Nullable String waiting) {
    snapshot(jobs.progress(lease, listed, phase, waiting));
  }

  /** Stores what was counted in the end. */
  void settle(JobLease lease, DocumentCounts counts) {
    jobs.settle(lease, counts);
  }

  public IngestionState state(Job job) {
    boolean stopping =
        running
            .find(job.kb())
            .filter(runtime -> runtime.job().equals(job.id()))
            .map(JobRuntime::stopping)
            .orElse(false);
    return job.state(clock.instant(), stopping);
  }

  private Job find(JobId id) {
    return jobs.find(id)
        .orElseThrow(
            () -> new IngestionException(ErrorCode.INTERNAL_ERROR, "There is no job " + id));
  }

  private void snapshot(Job job) {
    try {
      snapshots.save(job, state(job));
    } catch (IngestionException e) {
      log.warn("The snapshot of {} was not written: {}", job.kb(), e.getMessage());
    }
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.workers.pipeline.Stage;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a job on which no thread works any more. What was asked of it comes
 * first, but a failure is never hidden by a pause. Thread-safe.
 */
public final class JobEnding {
  private static final Logger log = LoggerFactory.getLogger(JobEnding.class);

  private final Stores stores;
  private final KnowledgeBaseIndexes indexes;
  private final StateKeeper states;
  private final JobRetries retries;

  @Inject
  JobEnding(Stores stores, KnowledgeBaseIndexes indexes, StateKeeper states, JobRetries retries) {
    this.stores = stores;
    this.indexes = indexes;
    this.states = states;
    this.retries = retries;
  }

  /** Does what was asked of a job at rest, which may take a second if much of it waits. */
  Job finish(Job job) {
    JobIntent intent = job.intent();
    if (intent == null) {
      return job;
    }
    if (intent == JobIntent.CANCEL) {
      Correlation.during(job.kb(), job.id(), () -> abandon(job));
    }
    return states.become(job.id(), intent.goal(), "");
  }

  private void abandon(Job job) {
    stores.ledger().abandon(stores.jobs().lease(job.id()));
    settle(() -> stores.knowledgeBases().find(job.kb()).ifPresent(indexes::settle));
  }

  /**
   * The same for a thread of ours, which has nobody to throw at.
   *
   * @return whether it failed for a reason that may pass
   */
  boolean failsToFinish(Job job) {
    try {
      finish(job);
      return false;
    } catch (RuntimeException | Error e) {
      Errors.log(log, "What was asked of job %s cannot be done now".formatted(job.id()), e);
      return Errors.of(e).code().category() == ErrorCategory.TRANSIENT;
    }
  }

  /**
   * A run of a job broke off: has it run again after a while, if the failure may pass and retries
   * are left. To be called once a run.
   *
   * @return whether it is run again
   */
  boolean retry(JobRuntime job, JobError failure) {
    boolean retried =
        failure.code().category() == ErrorCategory.TRANSIENT
            && retries.brokeOff(job.job(), job.kb(), job.completedDocuments(), failure);
    if (retried) {
      job.metrics().retries(Stage.INDEX, failure.code());
    }
    return retried;
  }

  /**
   * @param lease of whoever worked on it
   * @param index what shows the ledger's decisions in its index; null if that was never opened
   * @param failure why it cannot go on; null if it can
   * @param accounted whether all its work is done and accounted for
   * @return whether it was ours to decide
   */
  boolean decide(
      JobLease lease,
      @Nullable SwitchApplier index,
      @Nullable JobError failure,
      boolean accounted) {
    while (true) {
      try {
        Job job = states.get(lease.job());
        if (job.intent() == JobIntent.CANCEL) {
          stores.ledger().abandon(lease);
        }
        if (!accounted && index != null) {
          settle(index::settle);
        }
        leave(lease, job, failure, accounted);
        return true;
      } catch (IngestionException e) {
        if (e.code() == ErrorCode.LEASE_LOST) {
          log.warn("Somebody else works on the job now; what becomes of it is theirs to say");
          return false;
        } else if (e.code() != ErrorCode.CONCURRENT_CHANGE) {
          throw e;
        }
      }
    }
  }

  /** What cannot be shown now is shown when the index is opened again. */
  private static void settle(Runnable settling) {
    try {
      settling.run();
    } catch (IngestionException e) {
      log.warn("The index could not be brought to rest: {}", e.getMessage(), e);
    }
  }

  private void leave(JobLease lease, Job job, @Nullable JobError failure, boolean accounted) {
    if (job.status() != JobStatus.RUNNING) {
      log.warn("The job is {} already", job.status().inWords());
    } else if (job.intent() == JobIntent.CANCEL) {
      states.leave(lease, job, JobStatus.CANCELED, null);
    } else if (failure != null) {
      states.leave(lease, job, JobStatus.FAILED, failure);
    } else if (job.intent() == JobIntent.PAUSE) {
      states.leave(lease, job, JobStatus.PAUSED, null);
    } else if (accounted) {
      states.leave(lease, job, JobStatus.COMPLETED, null);
    } else {
      log.info("The job was stopped and is kept to be continued");
    }
  }
}

package dev.ingestion.workers.service;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.workers.runtime.JobDispatcher;
import dev.ingestion.workers.runtime.JobLauncher.Stores;
import dev.ingestion.workers.runtime.StateKeeper;
import jakarta.inject.Inject;

/**
 * What is shown of jobs. One that looks as if it ran, and of which no thread will do anything, says
 * so. Thread-safe.
 */
final class JobStates {
  private final Stores stores;
  private final JobDispatcher dispatcher;
  private final StateKeeper states;

  @Inject
  JobStates(Stores stores, JobDispatcher dispatcher, StateKeeper states) {
    this.stores = stores;
    this.dispatcher = dispatcher;
    this.states = states;
  }

  /**
   * A job is stored before a thread works on it, so whether one does is asked only while nobody
   * starts or ends one.
   */
  IngestionState of(Job job) {
    if (!job.status().isActive()) {
      return states.state(job);
    }
    if (dispatcher.isBusy(job.kb()) || dispatcher.reasonOfRetry(job) != null) {
      return waitingOrBusy(job);
    }
    Job now = stores.jobs().find(job.id()).orElse(job); // its end may have come meanwhile
    return looksAtWork(now) ? dispatcher.exclusively(() -> atRestOrBusy(now)) : states.state(now);
  }

  private IngestionState atRestOrBusy(Job job) {
    Job now = stores.jobs().find(job.id()).orElse(job);
    return looksAtWork(now) && !dispatcher.isBusy(now.kb()) && dispatcher.reasonOfRetry(now) == null
        ? states.state(now).waitingFor("for a process: none works on it; resume it to continue")
        : waitingOrBusy(now);
  }

  /** What a job waits for may be what keeps that from being stored. */
  IngestionState waitingOrBusy(Job job) {
    IngestionState state = states.state(job);
    String reason = looksAtWork(job) ? dispatcher.reasonOfRetry(job) : null;
    return reason == null ? state : state.waitingFor(reason);
  }

  private static boolean looksAtWork(Job job) {
    return job.status() == JobStatus.RUNNING || job.status() == JobStatus.PENDING;
  }
}

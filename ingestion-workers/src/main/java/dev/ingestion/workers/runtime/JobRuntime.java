package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.workers.pipeline.Pipeline;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A job that runs here: what its threads share. Thread-safe. */
public final class JobRuntime {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final JobLease lease;
  private final Pipeline pipeline;
  private final SourceSettings source;
  private final boolean allowMassDelete;
  private final IndexRef ref;
  private final SwitchApplier switches;

  private final Waiting waiting = new Waiting();
  private final Signal progress;
  private final Signal rest;
  private final AtomicReference<@Nullable JobError> failure = new AtomicReference<>();
  private final AtomicInteger claims = new AtomicInteger();
  private volatile boolean stopping;
  private volatile boolean ended;

  JobRuntime(
      JobLease lease,
      Pipeline pipeline,
      SourceSettings source,
      boolean allowMassDelete,
      IndexRef ref,
      SwitchApplier switches,
      Threads threads) {
    this.lease = lease;
    this.pipeline = pipeline;
    this.source = source;
    this.allowMassDelete = allowMassDelete;
    this.ref = ref;
    this.switches = switches;
    this.progress = threads.signal();
    this.rest = threads.signal();
  }

  JobLease lease() {
    return lease;
  }

  public JobId job() {
    return lease.job();
  }

  KnowledgeBaseId kb() {
    return lease.kb();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  SourceSettings source() {
    return source;
  }

  boolean allowMassDelete() {
    return allowMassDelete;
  }

  IndexRef ref() {
    return ref;
  }

  SwitchApplier switches() {
    return switches;
  }

  /** Why the job waits, if it does. */
  Waiting waiting() {
    return waiting;
  }

  /** Raised whenever a checkpoint was taken, and when the job is to stop. */
  Signal progress() {
    return progress;
  }

  /** Asks every thread of the job to come to rest at its next step. */
  public void stop() {
    stopping = true;
    progress.raise();
  }

  /** Stops the job with an error; the first one is kept. */
  void fail(JobError error) {
    failure.compareAndSet(null, error);
    stop();
  }

  boolean stopping() {
    return stopping;
  }

  @Nullable JobError failure() {
    return failure.get();
  }

  /** A consumer begins to work on a claim of this job. */
  void claimBegun() {
    claims.incrementAndGet();
  }

  /** A claim was acknowledged, refused or given back. */
  void claimsEnded(int count) {
    claims.addAndGet(-count);
    progress.raise();
  }

  /** Waits until no claim of this job is worked on any more. */
  void awaitClaims() {
    progress.await(FOREVER, () -> claims.get() == 0);
  }

  /** Says that no thread works on the job any more. */
  void ended() {
    ended = true;
    rest.raise();
  }

  /**
   * @return whether the job came to rest in this time
   */
  public boolean awaitEnd(Duration most) throws InterruptedException {
    boolean atRest = rest.await(most, () -> ended);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return atRest;
  }
}

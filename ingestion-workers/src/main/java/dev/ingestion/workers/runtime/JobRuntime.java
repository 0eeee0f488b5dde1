package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.Tracing.Span;
import dev.ingestion.workers.pipeline.Pipeline;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A job that runs here: what its threads share. Thread-safe. */
public final class JobRuntime {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final Job asLaunched;
  private final Pipeline pipeline;
  private final SourceSettings source;
  private final EngineMetrics metrics;
  private final Span span;
  private final InterruptibleCalls calls;
  private final Waiting waiting = new Waiting();
  private final Signal progress;
  private final Signal rest;
  private final AtomicReference<@Nullable JobError> failure = new AtomicReference<>();
  private final AtomicInteger claims = new AtomicInteger();
  private volatile @Nullable Opened opened;
  private volatile boolean read;
  private volatile boolean completedDocuments;
  private volatile boolean heldBack;
  private volatile boolean results;
  private volatile boolean stopping;
  private volatile boolean resting;
  private volatile boolean ended;

  /**
   * @param span of this run; ended with it
   */
  JobRuntime(
      Job job,
      Pipeline pipeline,
      SourceSettings source,
      EngineMetrics metrics,
      Span span,
      Threads threads) {
    this.asLaunched = job;
    this.pipeline = pipeline;
    this.source = source;
    this.metrics = metrics;
    this.span = span;
    this.calls = new InterruptibleCalls(threads.lock());
    this.progress = threads.signal();
    this.rest = threads.signal();
  }

  /** What a job has once its index is open. */
  private record Opened(JobLease lease, SwitchApplier switches) {}

  /** From now on its work may be claimed. */
  void open(JobLease lease, SwitchApplier switches) {
    opened = new Opened(lease, switches);
  }

  boolean isOpen() {
    return opened != null;
  }

  JobLease lease() {
    return opened().lease();
  }

  private Opened opened() {
    return Objects.requireNonNull(opened, "the index is opened before there is any work");
  }

  public JobId job() {
    return asLaunched.id();
  }

  KnowledgeBaseId kb() {
    return asLaunched.kb();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  SourceSettings source() {
    return source;
  }

  boolean allowMassDelete() {
    return asLaunched.allowMassDelete();
  }

  IndexRef ref() {
    return switches().ref();
  }

  SwitchApplier switches() {
    return opened().switches();
  }

  /** Where its threads tell what they do. */
  EngineMetrics metrics() {
    return metrics;
  }

  /** What all its threads do is part of this. */
  Span span() {
    return span;
  }

  /** Calls that are interrupted if they keep the job from stopping. */
  InterruptibleCalls calls() {
    return calls;
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

  /**
   * A consumer is about to work on claims of this job.
   *
   * @return false if it must not, because the job comes to rest or its index is not open yet
   */
  boolean beginClaims(int count) {
    claims.addAndGet(count);
    if (isOpen() && !stopping && !resting) {
      return true;
    }
    claimsEnded(count);
    return false;
  }

  /** How many of its claims are worked on or wait for a checkpoint. */
  int claims() {
    return claims.get();
  }

  /** A document became searchable in a new version. */
  void documentCompleted() {
    completedDocuments = true;
  }

  boolean completedDocuments() {
    return completedDocuments;
  }

  /** Says that nothing more is enqueued. */
  void read() {
    read = true;
  }

  boolean isRead() {
    return read;
  }

  /** Says whether nothing is enqueued before something that waits is done. */
  void heldBack(boolean now) {
    heldBack = now;
  }

  boolean isHeldBack() {
    return heldBack;
  }

  /** Claims have ended with a checkpoint. */
  void checkpointed(int count) {
    results = true;
    claimsEnded(count);
  }

  /** Whether a checkpoint was taken of any of its claims. */
  boolean hasResults() {
    return results;
  }

  /** A claim was acknowledged, refused or given back. */
  void claimsEnded(int count) {
    claims.addAndGet(-count);
    progress.raise();
  }

  /** Waits until no claim of this job is worked on any more; none is begun from now on. */
  void awaitClaims() {
    resting = true;
    progress.await(FOREVER, () -> claims.get() == 0);
  }

  /** Says that no thread works on the job any more. */
  void ended() {
    JobError error = failure.get();
    if (error != null) {
      span.fail(error.code());
    }
    span.end();
    ended = true;
    rest.raise();
  }

  /**
   * Waits until no thread works on the job any more, for a time at most. Wakes early if
   * interrupted, with the flag set again.
   *
   * @return whether the job came to rest
   */
  boolean awaitEnd(Duration most) {
    return rest.await(most, () -> ended);
  }
}

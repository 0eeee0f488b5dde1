package dev.ingestion.workers.runtime;

import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Backlog;
import dev.ingestion.workers.runtime.JobLauncher.Context;
import java.time.Duration;

/**
 * Keeps the producer in step with the consumers: lets documents wait for each other only for a
 * moment, holds the producer back while enough is waiting, and stores its progress now and then,
 * with the reason if the job waits for something. Used by one thread.
 */
final class ProducerPace {
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
  private static final Duration BACKLOG_LOOK = Duration.ofMillis(200);

  private final JobRuntime job;
  private final ListingCounts counts;
  private final WorkQueue queue;
  private final StateKeeper states;
  private final Context context;
  private long waitingSince;
  private boolean waiting;
  private long lastProgress;
  private boolean saidToWait;

  ProducerPace(
      JobRuntime job, ListingCounts counts, WorkQueue queue, StateKeeper states, Context context) {
    this.job = job;
    this.counts = counts;
    this.queue = queue;
    this.states = states;
    this.context = context;
    this.lastProgress = context.clock().millis();
  }

  /** To be called after each document. */
  void step(Stager stager) {
    long now = context.clock().millis();
    if (stager.isEmpty()) {
      waiting = false;
    } else if (!waiting) {
      waiting = true;
      waitingSince = now;
    }
    if (waiting && Math.abs(now - waitingSince) >= context.workers().dequeueTimeout().toMillis()) {
      stager.flush();
      waiting = false;
    }
    report(JobPhase.LOADING, now);
  }

  /** Waits until less is waiting than the bounds allow, or the job is to stop. */
  void holdBack() {
    while (!job.stopping() && full(queue.backlog(job.kb()))) {
      job.heldBack(true);
      job.progress().await(BACKLOG_LOOK);
      report(JobPhase.CHUNKING);
    }
    job.heldBack(false);
  }

  /** Waits until the consumers have done all that waits, or the job is to stop. */
  void drain() {
    job.read();
    while (!job.stopping() && queue.backlog(job.kb()).batches() > 0) {
      job.progress().await(BACKLOG_LOOK);
      report(JobPhase.EMBEDDING);
    }
  }

  /** Waits for a time, or until the job is to stop, or the thread is interrupted. */
  void pause(Duration time) {
    long end = context.threads().nanoTime() + time.toNanos();
    long left = time.toNanos();
    while (!job.stopping() && left > 0 && !Thread.currentThread().isInterrupted()) {
      report(JobPhase.LOADING);
      job.progress().await(Duration.ofNanos(Math.min(left, PROGRESS_INTERVAL.toNanos())));
      left = end - context.threads().nanoTime();
    }
  }

  private void report(JobPhase phase) {
    report(phase, context.clock().millis());
  }

  private void report(JobPhase phase, long now) {
    String reason = job.waiting().reason();
    boolean turned = saidToWait != (reason != null);
    if (turned || Math.abs(now - lastProgress) >= PROGRESS_INTERVAL.toMillis()) {
      lastProgress = now;
      saidToWait = reason != null;
      states.progress(job.lease(), counts.soFar(), phase, reason);
    }
  }

  private boolean full(Backlog backlog) {
    return backlog.chunks() >= context.queue().maxChunks()
        || backlog.bytes() >= context.queue().maxBytes().bytes();
  }
}

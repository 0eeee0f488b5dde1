package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all jobs share: consumers, the checkpoint, and the one that keeps claims alive.
 * They start with the first job and are never interrupted while they may be inside a store.
 */
public final class WorkerPool {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  private final RunningJobs running;
  private final WorkQueue queue;
  private final ClaimKeeper claims;
  private final CheckpointWorker checkpoints;
  private final WorkersConfig config;
  private final ChunkEmbedder embedder;

  private final List<Thread> consumers = new ArrayList<>();
  private final Signal stop = new Signal();
  private @Nullable Thread checkpoint;
  private volatile boolean stopping;
  private volatile boolean stopped;

  @Inject
  WorkerPool(
      RunningJobs running,
      WorkQueue queue,
      ClaimKeeper claims,
      CheckpointWorker checkpoints,
      WorkersConfig config,
      RandomGenerator random) {
    this.running = running;
    this.queue = queue;
    this.claims = claims;
    this.checkpoints = checkpoints;
    this.config = config;
    this.embedder = new ChunkEmbedder(config.retryPolicy(), random);
  }

  /**
   * Starts the threads unless they run.
   *
   * @param parallelism how many consumers make full use of the model
   */
  synchronized void start(int parallelism) {
    if (checkpoint != null) {
      return;
    }
    checkpoint = thread("checkpoint", checkpoints);
    thread("claims", this::keepClaims);
    int count = config.consumers() > 0 ? config.consumers() : parallelism;
    for (int i = 1; i <= count; i++) {
      consumers.add(
          thread(
              "consumer-" + i,
              new ConsumerWorker(
                  running, queue, claims, embedder, checkpoints, config, () -> stopping)));
    }
  }

  /** Lets every thread finish what it has in hand and make it durable. */
  synchronized void stop(Duration most) {
    if (checkpoint == null) {
      return;
    }
    stopping = true;
    running.work().raise();
    consumers.forEach(consumer -> join(consumer, most));
    checkpoints.stop();
    join(checkpoint, most);
    stopped = true;
    stop.raise();
  }

  private void keepClaims() {
    Duration interval = claims.lease().dividedBy(3);
    while (!stopped) {
      claims.extendAll();
      stop.await(interval);
    }
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void join(Thread thread, Duration most) {
    try {
      thread.join(Math.max(1, most.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      log.warn("Thread {} did not come to rest in {} and is left alone", thread.getName(), most);
    }
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.workers.WorkersConfig;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
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

  private final Threads threads;
  private final Lock lock;
  private final Signal stop;
  private final Map<String, Threads.Worker> consumers = new LinkedHashMap<>();
  private Threads.@Nullable Worker checkpoint;
  private volatile boolean stopping;
  private volatile boolean stopped;

  @Inject
  WorkerPool(
      RunningJobs running,
      WorkQueue queue,
      ClaimKeeper claims,
      CheckpointWorker checkpoints,
      WorkersConfig config,
      RandomGenerator random,
      Threads threads) {
    this.running = running;
    this.queue = queue;
    this.claims = claims;
    this.checkpoints = checkpoints;
    this.config = config;
    this.threads = threads;
    this.lock = threads.lock();
    this.stop = threads.signal();
    Duration cap =
        config.retryDelay().compareTo(RetryPolicy.DEFAULT_CAP) > 0
            ? config.retryDelay()
            : RetryPolicy.DEFAULT_CAP;
    this.embedder =
        new ChunkEmbedder(new RetryPolicy(config.maxRetries(), config.retryDelay(), cap), random);
  }

  /**
   * Starts the threads unless they run.
   *
   * @param parallelism how many consumers make full use of the model
   */
  void start(int parallelism) {
    Locks.holding(
        lock,
        () -> {
          if (checkpoint == null) {
            checkpoint = threads.start("checkpoint", checkpoints);
            threads.start("claims", this::keepClaims);
            startConsumers(parallelism);
          }
        });
  }

  private void startConsumers(int parallelism) {
    int count = config.consumers() > 0 ? config.consumers() : parallelism;
    for (int i = 1; i <= count; i++) {
      String name = "consumer-" + i;
      ConsumerWorker consumer =
          new ConsumerWorker(running, queue, claims, embedder, checkpoints, config, () -> stopping);
      consumers.put(name, threads.start(name, consumer));
    }
  }

  /** Lets every thread finish what it has in hand and make it durable. */
  void stop(Duration most) {
    Locks.holding(
        lock,
        () -> {
          if (checkpoint != null) {
            stopping = true;
            running.work().raise();
            consumers.forEach((name, consumer) -> join(name, consumer, most));
            checkpoints.stop();
            join("checkpoint", checkpoint, most);
            stopped = true;
            stop.raise();
          }
        });
  }

  private void keepClaims() {
    Duration interval = claims.lease().dividedBy(3);
    while (!stopped) {
      claims.extendAll();
      stop.await(interval);
    }
  }

  private static void join(String name, Threads.Worker worker, Duration most) {
    if (!worker.join(most)) {
      log.warn("Thread {} did not come to rest in {} and is left alone", name, most);
    }
  }
}

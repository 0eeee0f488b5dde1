package dev.ingestion.workers.runtime;

import dev.ingestion.domain.Durations;
import dev.ingestion.workers.WorkersConfig;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all jobs share: consumers, the checkpoint, and the one that keeps claims alive.
 * They start with the first job and are never interrupted while they may be inside a store.
 */
public final class WorkerPool {
  private static final Logger log = LoggerFactory.getLogger(WorkerPool.class);

  private final ConsumerParts shared;
  private final WorkersConfig config;
  private final Threads threads;
  private final Lock lock;
  private final Signal stop;
  private final Map<String, Threads.Worker> consumers = new LinkedHashMap<>();
  private Threads.@Nullable Worker checkpoint;
  private volatile boolean stopping;
  private volatile boolean stopped;

  @Inject
  WorkerPool(ConsumerParts shared, WorkersConfig config, Threads threads) {
    this.shared = shared;
    this.config = config;
    this.threads = threads;
    this.lock = threads.lock();
    this.stop = threads.signal();
  }

  /**
   * Starts the threads that do not run yet.
   *
   * @param parallelism how many consumers make full use of the model; those of other models may
   *     have needed more
   */
  void start(int parallelism) {
    Locks.holding(
        lock,
        () -> {
          if (checkpoint == null) {
            checkpoint = threads.start("checkpoint", shared.checkpoints());
            threads.start("claims", this::keepClaims);
          }
          startConsumers(parallelism);
        });
  }

  private void startConsumers(int parallelism) {
    int count = config.consumers() > 0 ? config.consumers() : parallelism;
    for (int i = consumers.size() + 1; i <= count; i++) {
      String name = "consumer-" + i;
      ConsumerWorker consumer = new ConsumerWorker(shared, config, threads, () -> stopping);
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
            shared.running().work().raise();
            consumers.forEach((name, consumer) -> join(name, consumer, most));
            shared.checkpoints().stop();
            join("checkpoint", checkpoint, most);
            stopped = true;
            stop.raise();
          }
        });
  }

  private void keepClaims() {
    Duration interval = shared.claims().lease().dividedBy(3);
    while (!stopped) {
      shared.claims().extendAll();
      stop.await(interval);
    }
  }

  private static void join(String name, Threads.Worker worker, Duration most) {
    if (!worker.join(most)) {
      log.warn(
          "Thread {} did not come to rest in {} and is left alone", name, Durations.inWords(most));
    }
  }
}

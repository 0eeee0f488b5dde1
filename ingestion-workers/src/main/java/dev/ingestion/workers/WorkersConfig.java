package dev.ingestion.workers;

import java.time.Duration;

/**
 * How the engine works.
 *
 * @param batchSize chunks in a batch, and about as many as a consumer claims at once
 * @param dequeueTimeout how long the producer waits for a batch to fill before it enqueues what it
 *     has
 * @param consumerPollInterval how often an idle consumer looks for work; a local enqueue wakes it
 *     at once
 * @param consumers threads that embed; 0 for as many as the model makes use of
 * @param checkpointInterval how long finished claims are collected for one durable commit
 * @param maxConcurrentJobs jobs that run at once; further ones wait as they are
 * @param threadJoinTimeout how long a job that stops may take before its parsers and calls of
 *     models are interrupted
 * @param shutdownGracePeriod how long a shutdown waits for threads to come to rest
 * @param recovery what becomes of a job whose process died
 */
public record WorkersConfig(
    int batchSize,
    Duration dequeueTimeout,
    Duration consumerPollInterval,
    int consumers,
    Duration checkpointInterval,
    int maxConcurrentJobs,
    Duration threadJoinTimeout,
    Duration shutdownGracePeriod,
    Recovery recovery) {
  public WorkersConfig {
    require(batchSize >= 1 && batchSize <= 10_000, "batch-size must be from 1 to 10000");
    require(!dequeueTimeout.isNegative(), "dequeue-timeout must not be negative");
    require(consumerPollInterval.toMillis() >= 1, "consumer-poll-interval must be at least 1 ms");
    require(consumers >= 0 && consumers <= 1_000, "consumers must be from 0 to 1000");
    require(!checkpointInterval.isNegative(), "checkpoint-interval must not be negative");
    require(
        maxConcurrentJobs >= 1 && maxConcurrentJobs <= 1_000,
        "max-concurrent-jobs must be from 1 to 1000");
    require(!threadJoinTimeout.isNegative(), "thread-join-timeout must not be negative");
    require(!shutdownGracePeriod.isNegative(), "shutdown-grace-period must not be negative");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}

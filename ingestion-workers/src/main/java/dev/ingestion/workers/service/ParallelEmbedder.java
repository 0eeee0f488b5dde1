package dev.ingestion.workers.service;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.domain.retry.StepOutcome;
import dev.ingestion.domain.retry.StepOutcome.RetryAfter;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import dev.ingestion.workers.pipeline.ChunkEmbedder.KnownVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Embeds outside of a job, with as many threads as the model makes use of. The threads are never
 * interrupted, since they read the index. Used by one thread.
 */
final class ParallelEmbedder implements AutoCloseable {
  private static final Embedded NOTHING = new Embedded(List.of(), 0, Map.of(), List.of(), null);

  private final ChunkEmbedder embedder = new ChunkEmbedder();
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final EmbeddingModel model;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);

  ParallelEmbedder(EmbeddingModel model, RetryPolicy retries, RandomGenerator random) {
    this.model = model;
    this.retries = retries;
    this.random = random;
    this.threads =
        Executors.newFixedThreadPool(
            model.parallelism(),
            body -> {
              Thread thread = new Thread(body, "repair");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * @throws dev.ingestion.domain.IngestionException of category TRANSIENT if the model stays away
   */
  Embedded embed(KnownVectors known, List<WorkItem> items) {
    int each = Math.max(1, (items.size() + model.parallelism() - 1) / model.parallelism());
    List<CompletableFuture<Embedded>> parts = new ArrayList<>();
    for (int from = 0; from < items.size(); from += each) {
      List<WorkItem> part = items.subList(from, Math.min(items.size(), from + each));
      parts.add(CompletableFuture.supplyAsync(() -> embedPatiently(known, part), threads));
    }
    return parts.stream().map(ParallelEmbedder::join).reduce(NOTHING, ParallelEmbedder::plus);
  }

  /** What the model was too busy for is tried again, as often as the policy allows. */
  private Embedded embedPatiently(KnownVectors known, List<WorkItem> items) {
    Embedded done = embedder.embed(model, known, items);
    IngestionException away = done.away();
    for (int failed = 1; away != null; failed++) {
      boolean again =
          StepOutcome.failed(away, failed, retries, random) instanceof RetryAfter retry
              && pause(retry.delay());
      if (!again) {
        throw away;
      }
      Embedded more = embedder.embed(model, known, done.left());
      done = plus(done, more);
      away = more.away();
    }
    return done;
  }

  /** Of what is left, only the later counts: it has seen what the earlier had left. */
  private static Embedded plus(Embedded one, Embedded other) {
    List<IndexEntry> entries = new ArrayList<>(one.entries());
    entries.addAll(other.entries());
    Map<WorkItem, IngestionException> refused = new LinkedHashMap<>(one.refused());
    refused.putAll(other.refused());
    return new Embedded(
        entries, one.embedded() + other.embedded(), refused, other.left(), other.away());
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
  }

  private boolean pause(Duration delay) {
    try {
      return !closed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Embedded join(CompletableFuture<Embedded> part) {
    try {
      return part.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}

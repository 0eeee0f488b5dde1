package dev.ingestion.workers.service;

import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import dev.ingestion.workers.pipeline.ChunkEmbedder.Embedded;
import dev.ingestion.workers.pipeline.ChunkEmbedder.KnownVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Embeds outside of a job, with as many threads as the model makes use of. The threads are never
 * interrupted, since they read the index. Used by one thread.
 */
final class ParallelEmbedder implements AutoCloseable {
  private final ChunkEmbedder embedder;
  private final EmbeddingModel model;
  private final ExecutorService threads;
  private final CountDownLatch closed = new CountDownLatch(1);

  ParallelEmbedder(ChunkEmbedder embedder, EmbeddingModel model) {
    this.embedder = embedder;
    this.model = model;
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
      parts.add(
          CompletableFuture.supplyAsync(
              () -> embedder.embed(model, known, part, this::pause), threads));
    }
    Embedded all = new Embedded(new ArrayList<>(), 0, new ArrayList<>());
    for (CompletableFuture<Embedded> part : parts) {
      Embedded done = join(part);
      all.entries().addAll(done.entries());
      all.failures().addAll(done.failures());
      all = new Embedded(all.entries(), all.embedded() + done.embedded(), all.failures());
    }
    return all;
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

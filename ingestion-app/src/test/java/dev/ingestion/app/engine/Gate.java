package dev.ingestion.app.engine;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A model whose calls wait until they are let through, so that a test can act meanwhile. */
final class Gate implements EmbeddingModel {
  private static final int ALL = 1_000_000;

  private final EmbeddingModel model = new HashingEmbeddingModel();
  private final Semaphore passes = new Semaphore(0);
  private final CountDownLatch reached = new CountDownLatch(1);

  static Gate closed() {
    return new Gate();
  }

  static Gate open() {
    Gate gate = new Gate();
    gate.letAllThrough();
    return gate;
  }

  void letThrough(int calls) {
    passes.release(calls);
  }

  void letAllThrough() {
    passes.release(ALL);
  }

  void close() {
    passes.drainPermits();
  }

  /** Waits until a call is at the gate. */
  void awaitCall() {
    try {
      if (!reached.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("Nothing was ever embedded");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    reached.countDown();
    passes.acquireUninterruptibly();
    return model.embed(texts);
  }

  @Override
  public EmbeddingSpace space() {
    return model.space();
  }

  @Override
  public int maxTokens() {
    return model.maxTokens();
  }

  @Override
  public int parallelism() {
    return 1;
  }

  @Override
  public int count(String text) {
    return model.count(text);
  }
}

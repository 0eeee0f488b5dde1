package dev.ingestion.benchmarks;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.ports.out.EmbeddingModel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A model that gives every text the same vector, at once or after a given time. Thread-safe. */
final class FreeModel implements EmbeddingModel {
  private static final EmbeddingSpace SPACE = new EmbeddingSpace("free-1", 4);
  private static final float[] VECTOR = {1, 0, 0, 0};

  private final int parallelism;
  private final long nanosEachText;
  private final AtomicLong embedded = new AtomicLong();

  FreeModel(int parallelism, Duration eachText) {
    this.parallelism = parallelism;
    this.nanosEachText = eachText.toNanos();
  }

  static FreeModel atOnce() {
    return new FreeModel(1, Duration.ZERO);
  }

  long embedded() {
    return embedded.get();
  }

  @Override
  public EmbeddingSpace space() {
    return SPACE;
  }

  @Override
  public int maxTokens() {
    return 256;
  }

  @Override
  public int parallelism() {
    return parallelism;
  }

  /** About what a real tokenizer makes of English. */
  @Override
  public int count(String text) {
    return text.isBlank() ? 0 : 1 + text.length() / 6;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    long end = System.nanoTime() + nanosEachText * texts.size();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    embedded.addAndGet(texts.size());
    return Collections.nCopies(texts.size(), VECTOR);
  }
}

package dev.ingestion.app.engine;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A model that fails as a test tells it to, and otherwise does what it should. Thread-safe. */
final class MoodyModel implements EmbeddingModel {
  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private final AtomicLong calls = new AtomicLong();
  private volatile Mood mood = texts -> {};

  /** Throws, or does nothing. */
  @FunctionalInterface
  interface Mood {
    void meet(List<String> texts);
  }

  void is(Mood mood) {
    this.mood = mood;
  }

  /** Fails every call in which such a text stands. */
  void refuses(String word, IngestionException error) {
    is(
        texts -> {
          if (texts.stream().anyMatch(text -> text.contains(word))) {
            throw error;
          }
        });
  }

  long calls() {
    return calls.get();
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    calls.incrementAndGet();
    mood.meet(texts);
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
    return model.parallelism();
  }

  @Override
  public int count(String text) {
    return model.count(text);
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.ports.out.EmbeddingModel;
import java.util.List;

/**
 * A model whose calls are measured, and interrupted if they keep their job from stopping.
 * Thread-safe.
 */
record InterruptibleModel(EmbeddingModel model, InterruptibleCalls calls, EngineMetrics metrics)
    implements EmbeddingModel {
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

  @Override
  public List<float[]> embed(List<String> texts) {
    return metrics.embedding(model, texts, () -> calls.call(() -> model.embed(texts)));
  }
}

package dev.ingestion.workers.simulation;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.util.ArrayList;
import java.util.List;

/** A model that refuses poison, always, and knows what it was given. */
final class WatchedModel implements EmbeddingModel {
  private final HashingEmbeddingModel model = new HashingEmbeddingModel(4, 64);
  private final List<String> embedded = new ArrayList<>();

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
    int words = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean begins = i == 0 || text.charAt(i - 1) == ' ' || text.charAt(i - 1) == '\n';
      words += begins && text.charAt(i) != ' ' && text.charAt(i) != '\n' ? 1 : 0;
    }
    return words;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    embedded.addAll(texts);
    if (texts.stream().anyMatch(Contents::isPoison)) {
      throw new IngestionException(ErrorCode.EMBEDDING_INPUT_TOO_LONG, "Poison");
    }
    return model.embed(texts);
  }

  void forget() {
    embedded.clear();
  }

  List<String> embedded() {
    return List.copyOf(embedded);
  }
}

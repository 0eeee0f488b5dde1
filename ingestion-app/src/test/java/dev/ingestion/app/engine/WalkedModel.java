package dev.ingestion.app.engine;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A fast and deterministic model that fails at one word until a file says that it is mended. */
final class WalkedModel implements EmbeddingModel {
  static final String ODD = "unspeakable";
  static final String MENDED = "mended";

  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private final Path mended;

  WalkedModel(Path life) {
    this.mended = life.resolve(MENDED);
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

  @Override
  public List<float[]> embed(List<String> texts) {
    if (!Files.exists(mended) && texts.stream().anyMatch(text -> text.contains(ODD))) {
      throw new IngestionException(
          ErrorCode.EMBEDDING_INPUT_TOO_LONG, "The model is not mended yet");
    }
    return model.embed(texts);
  }
}

package dev.ingestion.benchmarks;

import com.google.inject.Provider;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.ports.out.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The real model, and which texts it was given and made vectors of. Thread-safe. */
final class RecordingModel implements EmbeddingModel {
  private final Provider<EmbeddingModel> model;
  private final ConcurrentLinkedQueue<Embedded> embedded = new ConcurrentLinkedQueue<>();

  RecordingModel(Provider<EmbeddingModel> model) {
    this.model = model;
  }

  /** A text and its vector. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Embedded(String text, float[] vector) {}

  /** What was embedded since this was last asked. */
  List<Embedded> take() {
    List<Embedded> taken = new ArrayList<>();
    for (Embedded each = embedded.poll(); each != null; each = embedded.poll()) {
      taken.add(each);
    }
    return taken;
  }

  @Override
  public EmbeddingSpace space() {
    return model.get().space();
  }

  @Override
  public int maxTokens() {
    return model.get().maxTokens();
  }

  @Override
  public int parallelism() {
    return model.get().parallelism();
  }

  @Override
  public int count(String text) {
    return model.get().count(text);
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = model.get().embed(texts);
    for (int i = 0; i < vectors.size(); i++) {
      embedded.add(new Embedded(texts.get(i), vectors.get(i)));
    }
    return vectors;
  }
}

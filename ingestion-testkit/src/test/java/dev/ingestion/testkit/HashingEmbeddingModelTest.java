package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.EmbeddingModel;
import java.util.List;
import org.junit.jupiter.api.Test;

class HashingEmbeddingModelTest extends EmbeddingModelContract {
  private final HashingEmbeddingModel model = new HashingEmbeddingModel(32, 100);

  @Override
  protected EmbeddingModel model() {
    return model;
  }

  @Test
  void textsWithCommonWordsAreNearer() {
    List<float[]> vectors =
        model.embed(
            List.of("how to resume a job", "You resume a job so.", "Bananas were yellow once."));

    assertThat(dot(vectors.get(0), vectors.get(1)))
        .isGreaterThan(dot(vectors.get(0), vectors.get(2)));
  }

  @Test
  void embeddedTextsAreCounted() {
    model.embed(List.of("a", "b"));
    model.embed(List.of("c"));

    assertThat(model.embedded()).isEqualTo(3);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}

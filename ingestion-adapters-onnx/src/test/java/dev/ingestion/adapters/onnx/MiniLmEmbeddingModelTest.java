package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.testkit.EmbeddingModelContract;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmEmbeddingModelTest extends EmbeddingModelContract {
  @TempDir static Path folder;

  private static SessionPool sessions;
  private static MiniLmEmbeddingModel model;

  @BeforeAll
  static void open() {
    OnnxConfig config = new OnnxConfig(2);
    sessions = new SessionPool(new NativeLibraries(new DataRoot(folder)), config);
    model = new MiniLmEmbeddingModel(sessions, config);
  }

  @AfterAll
  static void close() {
    sessions.close();
  }

  @Override
  protected EmbeddingModel model() {
    return model;
  }

  @Test
  void exactlyTheLongestTextIsEmbeddedAndItsLastTokenCounts() {
    String rest = " word".repeat(model.maxTokens() - 1);

    assertThat(model.count("first" + rest)).isEqualTo(254);
    List<float[]> vectors =
        model.embed(
            List.of(
                " word".repeat(253) + " cat",
                " word".repeat(253) + " dog",
                " word".repeat(128) + " cat" + " word".repeat(125)));
    assertThat(vectors.get(0)).isNotEqualTo(vectors.get(1)).isNotEqualTo(vectors.get(2));
    assertThatThrownBy(() -> model.embed(List.of("one too" + rest)))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_INPUT_TOO_LONG))
        .hasMessageContaining("255")
        .hasMessageContaining("254");
  }

  /** The similarities that the model's authors publish for the model before quantisation. */
  @Test
  void vectorsMeanWhatTheModelsAuthorsSay() {
    List<float[]> vectors =
        model.embed(
            List.of(
                "The weather is lovely today.",
                "It's so sunny outside!",
                "He drove to the stadium."));

    assertThat(dot(vectors.get(0), vectors.get(1))).isCloseTo(0.6660, within(0.03));
    assertThat(dot(vectors.get(0), vectors.get(2))).isCloseTo(0.1046, within(0.03));
    assertThat(dot(vectors.get(1), vectors.get(2))).isCloseTo(0.1411, within(0.03));
  }

  /** Run in one batch, these texts would each get another vector. */
  @Test
  void lengthsOfNeighboursDoNotReachAVector() {
    List<String> texts =
        IntStream.range(1, 40)
            .mapToObj(i -> "Resume the job number " + i + " now. ".repeat(i))
            .toList();

    List<float[]> together = model.embed(texts);

    for (int i = 0; i < texts.size(); i++) {
      assertThat(model.embed(List.of(texts.get(i))).get(0)).containsExactly(together.get(i));
    }
  }

  @Test
  void anotherPoolsSessionGivesTheSameVector() {
    SessionPool others =
        new SessionPool(new NativeLibraries(new DataRoot(folder)), new OnnxConfig(1));
    try {
      String text = "The same text in another session.";
      assertThat(new MiniLmEmbeddingModel(others, new OnnxConfig(1)).embed(List.of(text)).get(0))
          .containsExactly(model.embed(List.of(text)).get(0));
    } finally {
      others.close();
    }
  }

  @Test
  void theSpaceNamesModelAndWeights() {
    assertThat(model.space().name()).matches("all-minilm-l6-v2-q@[0-9a-f]{12}");
    assertThat(model.space().dimension()).isEqualTo(384);
    assertThat(model.parallelism()).isEqualTo(2);
  }

  private static double dot(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}

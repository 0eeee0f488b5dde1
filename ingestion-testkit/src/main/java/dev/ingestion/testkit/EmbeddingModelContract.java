package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link EmbeddingModel} does. */
public abstract class EmbeddingModelContract {
  private static final String TEXT = "A job survives the death of the process.";

  /**
   * @return the model to test; may be the same for all tests
   */
  protected abstract EmbeddingModel model();

  @Test
  public void vectorsHaveTheSpacesDimensionAndUnitLength() {
    for (String text : List.of(TEXT, "x", "日本語のテキスト", "👩‍🚀", "\u0301", "")) {
      float[] vector = model().embed(List.of(text)).get(0);

      assertThat(vector).hasSize(model().space().dimension());
      double squares = 0;
      for (float component : vector) {
        squares += component * component;
      }
      assertThat(squares).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  public void aTextHasTheSameVectorWhateverStandsBesideIt() {
    float[] alone = model().embed(List.of(TEXT)).get(0);

    List<float[]> together = model().embed(List.of("Short.", TEXT, (TEXT + " ").repeat(5).strip()));

    assertThat(together).hasSize(3);
    assertThat(together.get(1)).containsExactly(alone);
  }

  @Test
  public void aTextHasTheSameVectorWhateverOtherThreadsEmbed() throws Exception {
    float[] alone = model().embed(List.of(TEXT)).get(0);
    ExecutorService threads = Executors.newFixedThreadPool(2 * model().parallelism());
    try {
      List<Future<float[]>> vectors = new ArrayList<>();
      for (int i = 0; i < 8 * model().parallelism(); i++) {
        String other = "Something else " + i;
        vectors.add(threads.submit(() -> model().embed(List.of(other, TEXT)).get(1)));
      }
      for (Future<float[]> vector : vectors) {
        assertThat(vector.get()).containsExactly(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  public void differentTextsHaveDifferentVectors() {
    List<float[]> vectors = model().embed(List.of(TEXT, "Bananas are yellow."));

    assertThat(vectors.get(0)).isNotEqualTo(vectors.get(1));
  }

  @Test
  public void theLastWordOfTheLongestTextCounts() {
    String text = longestText();

    List<float[]> vectors = model().embed(List.of(text + " cat", text + " dog"));

    assertThat(vectors.get(0)).isNotEqualTo(vectors.get(1));
  }

  @Test
  public void aTextThatIsTooLongIsRefusedAndNotCut() {
    String text = longestText() + " one two three four five six seven eight nine ten eleven";

    assertThat(model().count(text)).isGreaterThan(model().maxTokens());
    assertThatThrownBy(() -> model().embed(List.of(text)))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_INPUT_TOO_LONG));
  }

  @Test
  public void blankTextsHaveNoTokensAndLongerOnesMore() {
    assertThat(model().count("")).isZero();
    assertThat(model().count(" \n\t ")).isZero();
    assertThat(model().count("one")).isPositive();
    assertThat(model().count("one two three")).isGreaterThan(model().count("one"));
  }

  @Test
  public void countingIsNotLimited() {
    int one = model().count("word");

    assertThat(model().count("word ".repeat(5_000))).isEqualTo(5_000 * one);
  }

  /** Leaves room for a word of a few tokens. */
  private String longestText() {
    StringBuilder text = new StringBuilder("the");
    while (model().count(text + " the") <= model().maxTokens() - 8) {
      text.append(" the");
    }
    return text.toString();
  }
}

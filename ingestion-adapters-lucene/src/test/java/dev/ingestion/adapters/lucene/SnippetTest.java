package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnippetTest {
  @Test
  void aShortTextIsShownWhole() {
    assertThat(snippet("A lease expires.", "LEASES expire", 100)).isEqualTo("A [lease] [expires].");
  }

  @Test
  void onlyThePartThatMatchesIsMarked() {
    assertThat(snippet("Set INGESTION_BATCH_SIZE.", "batch", 100))
        .isEqualTo("Set INGESTION_[BATCH]_SIZE.");
    assertThat(snippet("Set INGESTION_BATCH_SIZE.", "ingestion_batch_size batch", 100))
        .isEqualTo("Set [INGESTION_BATCH_SIZE].");
  }

  @Test
  void theWindowIsWhereMostDifferentWordsStand() {
    String text =
        "lease lease lease and then " + "x ".repeat(100) + "a lease expires " + "y ".repeat(100);

    assertThat(snippet(text, "lease expires", 40))
        .isEqualTo("…x x x x x a [lease] [expires] y y y y y y…");
  }

  @Test
  void wordsAreNotCutAtTheEnds() {
    String text = "alphabetical betatronics lease gammaglobulin deltoideus";

    assertThat(snippet(text, "lease", 24)).isEqualTo("…[lease] gammaglobulin…");
  }

  @Test
  void theBeginningAndTheEndHaveNoSignOfACut() {
    String text = "lease " + "x ".repeat(50) + "expires";

    assertThat(snippet(text, "lease", 20)).startsWith("[lease] x").endsWith("x…");
    assertThat(snippet(text, "expires", 20)).startsWith("…x").endsWith("x [expires]");
  }

  @Test
  void withoutAMatchTheBeginningIsShown() {
    assertThat(snippet("alpha beta gamma delta", "lease", 14)).isEqualTo("alpha beta…");
  }

  @Test
  void marksInTheTextItselfAreTakenOut() {
    assertThat(Snippet.of("a\u0001b\u0002 lease", TypedQuery.of("lease").words(), 100))
        .isEqualTo("a b  \u0001lease\u0002");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20, 33, 64, 199})
  void whateverTheTextTheLengthIsKeptAndNoCharacterIsTornApart(int most) {
    for (String text :
        new String[] {
          "🚀".repeat(100),
          "x".repeat(500),
          "日本語".repeat(80),
          "a lease " + "z".repeat(300),
          " ".repeat(300)
        }) {
      String snippet = snippet(text, "lease x 日 z 🚀", most).replaceAll("[\\[\\]]", "");

      assertThat(snippet).hasSizeLessThanOrEqualTo(Math.max(4, most));
      assertThat(snippet.codePoints())
          .noneMatch(point -> Character.getType(point) == Character.SURROGATE);
    }
  }

  /** With brackets for the marks. */
  private static String snippet(String text, String query, int most) {
    return Snippet.of(text, TypedQuery.of(query).words(), most)
        .replace('\u0001', '[')
        .replace('\u0002', ']');
  }
}

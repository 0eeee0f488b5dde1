package dev.ingestion.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> KNOWN = List.of("search", "status", "list", "verify");

  @ParameterizedTest
  @CsvSource({"serach, search", "lst, list", "verfiy, verify", "statsu, status"})
  void theNearestNameIsMeant(String typed, String meant) {
    assertThat(Suggestions.nearest(typed, KNOWN)).contains(meant);
  }

  @Test
  void whatIsFarFromEverythingMeansNothing() {
    assertThat(Suggestions.nearest("photograph", KNOWN)).isEmpty();
    assertThat(Suggestions.didYouMean("photograph", KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"kitten, sitting, 3", "ab, ba, 1", "'', abc, 3", "abc, abc, 0", "ca, abc, 3"})
  void distanceCountsEdits(String a, String b, int edits) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(edits);
    assertThat(Suggestions.distance(b, a)).isEqualTo(edits);
  }
}

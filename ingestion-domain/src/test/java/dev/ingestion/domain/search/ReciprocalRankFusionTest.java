package dev.ingestion.domain.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ingestion.domain.search.ReciprocalRankFusion.Fused;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {
  @Test
  void aKeyGetsItsShareFromEveryRankingThatHasIt() {
    List<Fused<String>> fused =
        ReciprocalRankFusion.DEFAULT.fuse(List.of(List.of("a", "b"), List.of("b", "c")));

    assertThat(fused).extracting(Fused::key).containsExactly("b", "a", "c");
    assertThat(fused.get(0).score()).isCloseTo(1.0 / 62 + 1.0 / 61, within(1e-12));
    assertThat(fused.get(1).score()).isCloseTo(1.0 / 61, within(1e-12));
    assertThat(fused.get(2).score()).isCloseTo(1.0 / 62, within(1e-12));
  }

  @Test
  void twoGoodPlacesBeatOneBest() {
    assertThat(keys(ReciprocalRankFusion.DEFAULT, List.of("a", "x", "b"), List.of("c", "y", "b")))
        .startsWith("b");
  }

  @Test
  void aSmallerConstantFavoursTheFirstPlaces() {
    assertThat(keys(new ReciprocalRankFusion(0), List.of("a", "x", "b"), List.of("c", "y", "b")))
        .startsWith("a", "c");
  }

  @Test
  void ofEqualScoresThatOfTheFirstRankingIsBetter() {
    assertThat(keys(ReciprocalRankFusion.DEFAULT, List.of("z", "m"), List.of("a", "n")))
        .containsExactly("z", "a", "m", "n");
  }

  @Test
  void ofAKeyThatARankingHasTwiceTheBetterPlaceCounts() {
    assertThat(ReciprocalRankFusion.DEFAULT.fuse(List.of(List.of("a", "b", "a"))))
        .containsExactly(new Fused<>("a", 1.0 / 61), new Fused<>("b", 1.0 / 62));
  }

  @Test
  void nothingFusedIsNothing() {
    assertThat(keys(ReciprocalRankFusion.DEFAULT)).isEmpty();
    assertThat(keys(ReciprocalRankFusion.DEFAULT, List.of(), List.of())).isEmpty();
  }

  @Test
  void aNegativeConstantIsRefused() {
    assertThatThrownBy(() -> new ReciprocalRankFusion(-1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @SafeVarargs
  private static List<String> keys(ReciprocalRankFusion fusion, List<String>... rankings) {
    return fusion.fuse(List.of(rankings)).stream().map(Fused::key).toList();
  }
}

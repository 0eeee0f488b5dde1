package dev.ingestion.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingQualityTest {
  @Test
  void aRankingThatCouldNotBeBetterHasTheGainOfOne() {
    assertThat(RankingQuality.ndcg(List.of("a", "b", "x"), Set.of("a", "b"), 10)).isEqualTo(1);
  }

  @Test
  void aRelevantDocumentGainsLessTheLowerItStands() {
    assertThat(RankingQuality.ndcg(List.of("x", "a"), Set.of("a"), 10))
        .isCloseTo(0.630_93, within(1e-5)); // 1 / log2(3)
    assertThat(RankingQuality.ndcg(List.of("x", "a", "y", "b"), Set.of("a", "b"), 10))
        .isCloseTo((0.630_93 + 0.430_68) / 1.630_93, within(1e-5));
  }

  @Test
  void whatStandsBelowTheDepthGainsNothing() {
    assertThat(RankingQuality.ndcg(List.of("x", "y", "a"), Set.of("a"), 2)).isZero();
    assertThat(RankingQuality.recall(List.of("x", "y", "a"), Set.of("a"), 2)).isZero();
  }

  @Test
  void moreRelevantDocumentsThanTheDepthCannotAllStandAboveIt() {
    assertThat(RankingQuality.ndcg(List.of("a", "b"), Set.of("a", "b", "c"), 2)).isEqualTo(1);
  }

  @Test
  void recallIsThePartThatWasFound() {
    assertThat(RankingQuality.recall(List.of("x", "a", "b"), Set.of("a", "b", "c", "d"), 100))
        .isEqualTo(0.5);
    assertThat(RankingQuality.recall(List.of(), Set.of("a"), 100)).isZero();
  }
}

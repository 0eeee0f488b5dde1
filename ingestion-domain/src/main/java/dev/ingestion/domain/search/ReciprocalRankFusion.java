package dev.ingestion.domain.search;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fuses rankings whose scores cannot be compared: a key gets {@code 1 / (k + rank)} from every
 * ranking that has it, ranks counted from 1. See Cormack, Clarke and Buettcher, "Reciprocal Rank
 * Fusion outperforms Condorcet and individual Rank Learning Methods", SIGIR 2009.
 *
 * @param k dampens the lead of the first ranks; at least 0
 */
public record ReciprocalRankFusion(int k) {
  /** With the constant of the paper. */
  public static final ReciprocalRankFusion DEFAULT = new ReciprocalRankFusion(60);

  public ReciprocalRankFusion {
    if (k < 0) {
      throw new IllegalArgumentException("k is not negative: " + k);
    }
  }

  /**
   * @param rankings each best first; of a key that one of them has twice, the better place counts
   * @return every key once, best first; where scores are equal, the ranking that was given first
   *     decides
   */
  public <K> List<Fused<K>> fuse(List<List<K>> rankings) {
    Map<K, Double> scores = new LinkedHashMap<>();
    for (List<K> ranking : rankings) {
      Set<K> ranked = new HashSet<>();
      int rank = 0;
      for (K key : ranking) {
        rank++;
        if (ranked.add(key)) {
          scores.merge(key, 1.0 / (k + rank), Double::sum);
        }
      }
    }
    return scores.entrySet().stream()
        .map(entry -> new Fused<>(entry.getKey(), entry.getValue()))
        .sorted(Comparator.<Fused<K>>comparingDouble(Fused::score).reversed()) // keeps equals
        .toList();
  }

  /**
   * A key and its fused score.
   *
   * @param score comparable with others of the same fusion only
   */
  public record Fused<K>(K key, double score) {}
}

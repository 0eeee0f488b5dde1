package dev.ingestion.benchmarks;

import java.util.List;
import java.util.Set;

/** How good a ranking is, where a document is relevant or not. */
final class RankingQuality {
  private RankingQuality() {}

  /**
   * Normalized discounted cumulative gain, with the logarithm to the base 2 as discount: Järvelin
   * and Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 20(4), 2002.
   *
   * @param ranking distinct documents, best first
   * @return 1 if nothing could stand higher, 0 if nothing relevant is among the first
   */
  static double ndcg(List<String> ranking, Set<String> relevant, int depth) {
    double gain = 0;
    double best = 0;
    for (int rank = 0; rank < depth; rank++) {
      double discounted = Math.log(2) / Math.log(rank + 2.0);
      if (rank < ranking.size() && relevant.contains(ranking.get(rank))) {
        gain += discounted;
      }
      if (rank < relevant.size()) {
        best += discounted;
      }
    }
    return gain / best;
  }

  /** The part of the relevant documents that is among the first. */
  static double recall(List<String> ranking, Set<String> relevant, int depth) {
    long found = ranking.stream().limit(depth).filter(relevant::contains).count();
    return (double) found / relevant.size();
  }
}

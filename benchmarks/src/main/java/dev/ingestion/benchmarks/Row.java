package dev.ingestion.benchmarks;

import java.util.List;

/**
 * A line of the result: two measurements and their ratio over several rounds.
 *
 * @param benchmark whose line it is
 * @param what was measured, of whom against whom
 * @param unit of both
 * @param ours the median over the rounds
 * @param theirs the median of what it is held against, or the limit
 * @param ratio median of ours/theirs, each of one round
 * @param least smallest ratio of a round
 * @param most largest ratio of a round
 * @param goal what the ratio has to be; empty for a line that is only there to compare
 * @param reached whether the median is that
 */
record Row(
    String benchmark,
    String what,
    String unit,
    double ours,
    double theirs,
    double ratio,
    double least,
    double most,
    String goal,
    boolean reached) {

  /** Both sides of one round. */
  record Pair(double ours, double theirs) {
    double ratio() {
      return ours / theirs;
    }
  }

  /** What a ratio has to be. */
  record Goal(String text, double limit, boolean atLeast) {
    static final Goal NONE = new Goal("", Double.NEGATIVE_INFINITY, true);

    static Goal atLeast(double limit) {
      return new Goal("at least " + limit, limit, true);
    }

    static Goal atMost(double limit) {
      return new Goal("at most " + limit, limit, false);
    }

    boolean isReached(double ratio) {
      return atLeast ? ratio >= limit : ratio <= limit;
    }
  }

  static Row of(String benchmark, String what, String unit, List<Pair> rounds, Goal goal) {
    double[] ratios = rounds.stream().mapToDouble(Pair::ratio).sorted().toArray();
    double ratio = Statistics.median(ratios);
    return new Row(
        benchmark,
        what,
        unit,
        Statistics.median(rounds.stream().mapToDouble(Pair::ours).toArray()),
        Statistics.median(rounds.stream().mapToDouble(Pair::theirs).toArray()),
        ratio,
        ratios[0],
        ratios[ratios.length - 1],
        goal.text(),
        goal.isReached(ratio));
  }
}

package dev.ingestion.benchmarks;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the result: two measurements and their ratio over several rounds.
 *
 * @param benchmark whose line it is
 * @param what was measured, of whom against whom
 * @param unit of both
 * @param goal what the ratio has to be; empty for a line that is only there to compare
 * @param rounds both sides of each round, in the order in which they were measured
 */
@JsonIgnoreProperties(ignoreUnknown = true) // what is worked out from the rounds is written as well
record Row(String benchmark, String what, String unit, Goal goal, List<Pair> rounds) {
  Row {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException("Nothing was measured of " + benchmark + ": " + what);
    }
  }

  /** Both sides of one round; of what is held against nothing, theirs is 1. */
  record Pair(double ours, double theirs) {
    double ratio() {
      return ours / theirs;
    }
  }

  /** What a ratio has to be. */
  record Goal(String text, double limit, boolean atLeast) {
    static final Goal NONE = new Goal("", Double.NEGATIVE_INFINITY, true);

    private static final String AT_LEAST = "at least ";
    private static final String AT_MOST = "at most ";

    static Goal atLeast(double limit) {
      return new Goal(AT_LEAST + limit, limit, true);
    }

    static Goal atMost(double limit) {
      return new Goal(AT_MOST + limit, limit, false);
    }

    /** Reads what {@link #text} says. */
    @JsonCreator
    static Goal parse(String text) {
      if (text.isEmpty()) {
        return NONE;
      }
      boolean atLeast = text.startsWith(AT_LEAST);
      String limit = text.substring((atLeast ? AT_LEAST : AT_MOST).length());
      return new Goal(text, Double.parseDouble(limit), atLeast);
    }

    @JsonValue
    @Override
    public String text() {
      return text;
    }

    boolean isReached(double ratio) {
      return atLeast ? ratio >= limit : ratio <= limit;
    }
  }

  static Row of(String benchmark, String what, String unit, List<Pair> rounds, Goal goal) {
    return new Row(benchmark, what, unit, goal, rounds);
  }

  /** The same line of another run of the benchmark added to this one. */
  Row and(Row other) {
    List<Pair> all = new ArrayList<>(rounds);
    all.addAll(other.rounds);
    return new Row(benchmark, what, unit, goal, all);
  }

  boolean isSameLineAs(Row other) {
    return benchmark.equals(other.benchmark) && what.equals(other.what);
  }

  /** The median over the rounds. */
  @JsonProperty
  double ours() {
    return Statistics.median(rounds.stream().mapToDouble(Pair::ours).toArray());
  }

  /** The median of what it is held against, or the limit. */
  @JsonProperty
  double theirs() {
    return Statistics.median(rounds.stream().mapToDouble(Pair::theirs).toArray());
  }

  /** Median of ours/theirs, each of one round. */
  @JsonProperty
  double ratio() {
    return Statistics.median(ratios());
  }

  /** Smallest ratio of a round. */
  @JsonProperty
  double least() {
    return Statistics.quantile(0, ratios());
  }

  /** Largest ratio of a round. */
  @JsonProperty
  double most() {
    return Statistics.quantile(1, ratios());
  }

  /** Whether the median is what the goal says. */
  @JsonProperty
  boolean reached() {
    return goal.isReached(ratio());
  }

  private double[] ratios() {
    return rounds.stream().mapToDouble(Pair::ratio).toArray();
  }
}

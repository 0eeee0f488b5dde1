package dev.ingestion.benchmarks;

import java.util.Arrays;

/** What can be said of a few measurements. */
final class Statistics {
  private Statistics() {}

  static double median(double... values) {
    return quantile(0.5, values);
  }

  /**
   * @param part from 0 for the smallest to 1 for the largest
   * @param values at least one
   */
  static double quantile(double part, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double place = part * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
  }
}

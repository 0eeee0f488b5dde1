package dev.ingestion.benchmarks;

/** A benchmark did not do the work that it claims to measure: its figures are worth nothing. */
final class BrokenBenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private BrokenBenchmarkException(String message) {
    super(message);
  }

  /** Holds what was counted against what has to have been done. */
  static void require(String what, long expected, long counted) {
    if (counted != expected) {
      throw new BrokenBenchmarkException(
          "%s: %d were to be counted, and %d were".formatted(what, expected, counted));
    }
  }
}

package dev.ingestion.adapters.db;

/**
 * How the work queue treats knowledge bases of different priorities.
 *
 * @param minShare of the chunks served, what all knowledge bases below the highest priority that
 *     waits get together; 0 lets them wait until nothing above them does
 */
public record FairnessConfig(double minShare) {
  public FairnessConfig {
    if (!(minShare >= 0 && minShare <= 0.5)) {
      throw new IllegalArgumentException("min-share must be from 0 to 0.5");
    }
  }
}

package dev.ingestion.workers.pipeline;

import java.util.function.Supplier;

/** Measures how long the stages take. Thread-safe. */
public interface StageTimes {
  /**
   * Does one step of a stage: with one document, or with one batch. It is measured however it ends.
   */
  <T> T timed(Stage stage, Supplier<T> work);
}

package dev.ingestion.ports.out;

import dev.ingestion.ports.out.Metric.Tag;
import java.time.Duration;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Where the engine tells what it does, in numbers. Called once a batch, a document or a job, never
 * once a chunk.
 *
 * <p>Thread-safe. Waits for nothing and throws nothing: what cannot be measured costs no work.
 * Where nothing is measured, the calls do nothing.
 *
 * <p>Not offered: values of single jobs; status and history have those.
 */
public interface Telemetry {
  /** Whether anybody listens now. If not, what takes time to find out need not be told. */
  boolean isOn();

  /**
   * Adds to a {@link Metric.Kind#COUNTER}.
   *
   * @param tags a value for each tag of the metric
   * @param amount 0 or more
   */
  void count(Metric metric, Map<Tag, String> tags, long amount);

  /**
   * Adds to a {@link Metric.Kind#TIMER}.
   *
   * @param tags a value for each tag of the metric
   */
  void time(Metric metric, Map<Tag, String> tags, Duration duration);

  /**
   * Says how a {@link Metric.Kind#GAUGE} without tags is read, each time that somebody looks.
   *
   * @param value quick; NaN if it is not known. Kept for as long as this is
   */
  void gauge(Metric metric, DoubleSupplier value);
}

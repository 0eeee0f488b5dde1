package dev.ingestion.adapters.micrometer;

/** What becomes of what is measured. */
public enum MetricsBackend {
  /** It is fetched. */
  PROMETHEUS,
  /** It is sent to a collector. */
  OTLP,
  NONE
}

package dev.ingestion.adapters.micrometer;

import java.time.Duration;

/** Settings for tests. */
final class Configs {
  private Configs() {}

  static MicrometerConfig with(boolean enabled, MetricsBackend backend, String url, int bases) {
    return new MicrometerConfig(enabled, backend, 0, url, Duration.ofSeconds(1), bases);
  }

  static MicrometerConfig prometheus() {
    return with(true, MetricsBackend.PROMETHEUS, "http://localhost:4318/v1/metrics", 50);
  }
}

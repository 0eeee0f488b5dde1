package dev.ingestion.adapters.micrometer;

import io.micrometer.registry.otlp.OtlpConfig;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where and how often metrics are sent, in Micrometer's terms. */
record OtlpSettings(MicrometerConfig config) implements OtlpConfig {
  @Override
  public @Nullable String get(String key) {
    return null; // nothing is taken from elsewhere
  }

  @Override
  public String url() {
    return config.metricsOtlpUrl();
  }

  @Override
  public Duration step() {
    return config.metricsInterval();
  }

  @Override
  public Map<String, String> resourceAttributes() {
    return Map.of("service.name", "ingestion");
  }
}

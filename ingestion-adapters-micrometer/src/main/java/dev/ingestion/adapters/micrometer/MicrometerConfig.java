package dev.ingestion.adapters.micrometer;

import java.net.URI;
import java.time.Duration;

/**
 * The keys {@code ingestion.enable-metrics} and {@code ingestion.metrics-*}.
 *
 * @param metricsPort where this machine fetches metrics; 0 for the API's port
 * @param metricsOtlpUrl where a collector takes metrics
 * @param metricsInterval how often they are sent there
 * @param metricsMaxKnowledgeBases so many knowledge bases are told apart
 */
public record MicrometerConfig(
    boolean enableMetrics,
    MetricsBackend metricsBackend,
    int metricsPort,
    String metricsOtlpUrl,
    Duration metricsInterval,
    int metricsMaxKnowledgeBases) {
  public MicrometerConfig {
    require(
        metricsPort >= 0 && metricsPort <= 65_535,
        "metrics-port must be 0 to 65535: ",
        metricsPort);
    require(isHttp(metricsOtlpUrl), "metrics-otlp-url must be an HTTP address: ", metricsOtlpUrl);
    require(
        metricsInterval.toMillis() >= 1_000,
        "metrics-interval must be at least a second: ",
        metricsInterval);
    require(
        metricsMaxKnowledgeBases >= 0 && metricsMaxKnowledgeBases <= 10_000,
        "metrics-max-knowledge-bases must be 0 to 10000: ",
        metricsMaxKnowledgeBases);
  }

  /** Whether metrics are kept to be fetched. */
  boolean isFetched() {
    return enableMetrics && metricsBackend == MetricsBackend.PROMETHEUS;
  }

  /** Whether metrics are sent. */
  boolean isSent() {
    return enableMetrics && metricsBackend == MetricsBackend.OTLP;
  }

  private static boolean isHttp(String url) {
    return URI.create(url).getHost() != null && url.matches("https?://.*");
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + value);
    }
  }
}

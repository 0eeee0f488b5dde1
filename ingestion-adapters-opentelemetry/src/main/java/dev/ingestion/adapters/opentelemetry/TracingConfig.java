package dev.ingestion.adapters.opentelemetry;

/**
 * The keys {@code ingestion.tracing.*}.
 *
 * @param endpoint where a collector takes traces; empty for what OpenTelemetry's variables say
 * @param samplingRatio the share of the traces begun here that is sent
 * @param serviceName how traces name this service; empty likewise
 * @param maxSpansPerRun most spans within one run of a job
 */
public record TracingConfig(
    boolean enabled,
    String endpoint,
    double samplingRatio,
    String serviceName,
    int maxSpansPerRun) {
  public TracingConfig {
    require(
        endpoint.isEmpty() || Destination.isHttp(endpoint),
        "endpoint must be an HTTP address: ",
        endpoint);
    require(
        samplingRatio >= 0 && samplingRatio <= 1, "sampling-ratio must be 0 to 1: ", samplingRatio);
    require(
        maxSpansPerRun >= 1 && maxSpansPerRun <= 1_000_000,
        "max-spans-per-run must be 1 to 1000000: ",
        maxSpansPerRun);
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + value);
    }
  }
}

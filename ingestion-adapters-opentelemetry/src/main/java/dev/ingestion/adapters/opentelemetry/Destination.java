package dev.ingestion.adapters.opentelemetry;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans are sent, and as whose. What our own settings leave open is taken from the variables
 * that every program with OpenTelemetry knows, so that what an operator gives to all holds here
 * too. Headers stand in variables only: they are secrets.
 *
 * @param headers sent with every request
 * @param resource what is said of the process
 */
record Destination(
    String endpoint,
    Map<String, String> headers,
    String serviceName,
    Map<String, String> resource) {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String LOCAL = "http://localhost:4318";
  private static final String PATH = "/v1/traces";
  private static final String SERVICE = "ingestion";
  private static final String SERVICE_KEY = "service.name";

  Destination {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
  }

  /**
   * @throws IngestionException CONFIGURATION_INVALID if a variable cannot be understood
   */
  static Destination of(TracingConfig config, Map<String, String> environment) {
    Map<String, String> resource = pairs(environment, "OTEL_RESOURCE_ATTRIBUTES");
    Map<String, String> headers = pairs(environment, "OTEL_EXPORTER_OTLP_HEADERS");
    headers.putAll(pairs(environment, "OTEL_EXPORTER_OTLP_TRACES_HEADERS"));
    return new Destination(
        endpoint(config, environment),
        headers,
        first(
            config.serviceName(),
            environment.get("OTEL_SERVICE_NAME"),
            resource.remove(SERVICE_KEY),
            SERVICE),
        resource);
  }

  /** Without what may be a secret. */
  @Override
  public String toString() {
    return "%s as %s".formatted(endpoint, serviceName);
  }

  static boolean isHttp(String url) {
    try {
      return URI.create(url).getHost() != null && url.matches("https?://.*");
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  private static String endpoint(TracingConfig config, Map<String, String> environment) {
    String exact = environment.get(TRACES_ENDPOINT);
    String base = environment.get(ENDPOINT);
    if (!config.endpoint().isEmpty()) {
      return config.endpoint();
    } else if (exact != null && !exact.isBlank()) {
      return requireHttp(TRACES_ENDPOINT, exact.strip());
    } else if (base != null && !base.isBlank()) {
      return requireHttp(ENDPOINT, base.strip()).replaceFirst("/+$", "") + PATH;
    }
    return LOCAL + PATH;
  }

  private static String requireHttp(String variable, String url) {
    if (!isHttp(url)) {
      throw invalid("%s is no HTTP address: %s".formatted(variable, url));
    }
    return url;
  }

  private static String first(@Nullable String... values) {
    for (String value : values) {
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    throw new IllegalArgumentException("None is given");
  }

  /** Pairs as in {@code key=value,key=value}, percent-encoded where it is needed. */
  private static Map<String, String> pairs(Map<String, String> environment, String variable) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : environment.getOrDefault(variable, "").split(",", -1)) {
      if (pair.isBlank()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw invalid(variable + " must be pairs key=value, separated by commas");
      }
      pairs.put(
          decoded(variable, pair.substring(0, equals)),
          decoded(variable, pair.substring(equals + 1)));
    }
    return pairs;
  }

  private static String decoded(String variable, String text) {
    try {
      // a plus is one here, and no space as in forms
      return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid(variable + " has a percent sign that does not stand for a character", e);
    }
  }

  private static IngestionException invalid(String message) {
    return new IngestionException(ErrorCode.CONFIGURATION_INVALID, message);
  }

  private static IngestionException invalid(String message, Exception cause) {
    return new IngestionException(ErrorCode.CONFIGURATION_INVALID, message, cause);
  }
}

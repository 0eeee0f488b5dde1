package dev.ingestion.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @Test
  void withoutAnythingGivenItIsThisMachine() {
    Destination to = Destination.of(config("", ""), Map.of());

    assertThat(to.endpoint()).isEqualTo("http://localhost:4318/v1/traces");
    assertThat(to.serviceName()).isEqualTo("ingestion");
    assertThat(to.headers()).isEmpty();
    assertThat(to.resource()).isEmpty();
  }

  @Test
  void whatIsGivenToAllProgramsHoldsHereToo() {
    Destination to =
        Destination.of(
            config("", ""),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318/",
                "OTEL_EXPORTER_OTLP_HEADERS", "tenant=a, authorization=Basic%20YWJj+/=",
                "OTEL_EXPORTER_OTLP_TRACES_HEADERS", "tenant=b",
                "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test,service.name=kb"));

    assertThat(to.endpoint()).isEqualTo("http://collector:4318/v1/traces");
    assertThat(to.headers()).isEqualTo(Map.of("tenant", "b", "authorization", "Basic YWJj+/="));
    assertThat(to.serviceName()).isEqualTo("kb");
    assertThat(to.resource()).isEqualTo(Map.of("deployment.environment.name", "test"));
  }

  @Test
  void theAddressForTracesIsTakenAsItIs() {
    Destination to =
        Destination.of(
            config("", ""),
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://traces/take",
                "OTEL_SERVICE_NAME", "named",
                "OTEL_RESOURCE_ATTRIBUTES", "service.name=other"));

    assertThat(to.endpoint()).isEqualTo("https://traces/take");
    assertThat(to.serviceName()).isEqualTo("named");
  }

  @Test
  void ourOwnSettingsAreStronger() {
    Destination to =
        Destination.of(
            config("http://ours/v1/traces", "ours"),
            Map.of(
                "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://theirs",
                "OTEL_SERVICE_NAME", "theirs"));

    assertThat(to.endpoint()).isEqualTo("http://ours/v1/traces");
    assertThat(to.serviceName()).isEqualTo("ours");
  }

  @Test
  void headersAreNeverShown() {
    Destination to =
        Destination.of(
            config("", ""), Map.of("OTEL_EXPORTER_OTLP_HEADERS", "authorization=s3cret"));

    assertThat(to.toString()).doesNotContain("s3cret").contains("http://localhost:4318/v1/traces");
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_HEADERS, s3cret",
    "OTEL_EXPORTER_OTLP_TRACES_HEADERS, a=%zz",
    "OTEL_RESOURCE_ATTRIBUTES, =b",
    "OTEL_EXPORTER_OTLP_ENDPOINT, localhost:4318",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, grpc://collector"
  })
  void whatCannotBeUnderstoodIsSaidBeforeAnythingStarts(String variable, String value) {
    Map<String, String> environment = Map.of(variable, value);

    assertThatThrownBy(() -> Destination.of(config("", ""), environment))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
              assertThat(e.getMessage()).contains(variable).doesNotContain("s3cret");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4318", "ftp://a", "http://", "http://a b"})
  void anEndpointIsAnHttpAddress(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> config(endpoint, ""))
        .withMessageContaining("endpoint");
  }

  @Test
  void sharesAndLimitsAreWithinBounds() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TracingConfig(true, "", 1.1, "", 10))
        .withMessageContaining("sampling-ratio");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TracingConfig(true, "", 1, "", 0))
        .withMessageContaining("max-spans-per-run");
  }

  private static TracingConfig config(String endpoint, String serviceName) {
    return new TracingConfig(true, endpoint, 1, serviceName, 10_000);
  }
}

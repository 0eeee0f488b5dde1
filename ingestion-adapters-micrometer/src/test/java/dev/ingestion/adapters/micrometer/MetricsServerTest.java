package dev.ingestion.adapters.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.MetricsText;
import dev.ingestion.ports.out.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  @Test
  void everyMetricIsOfferedWithItsDescription() {
    String text = Exposition.text();

    for (Metric metric : Metric.values()) {
      assertThat(text).contains(metric.description());
    }
    assertThat(Exposition.names(text))
        .contains(
            "ingestion_jobs_total",
            "ingestion_jobs_active",
            "ingestion_queue_bytes",
            "ingestion_stage_seconds_bucket",
            "ingestion_claims_lease_age_seconds",
            "jvm_memory_used_bytes",
            "process_cpu_usage",
            "process_files_open_files");
    assertThat(text).contains("le=\"0.001\"", "le=\"120.0\"");
  }

  @Test
  void nothingIsOfferedOrKeptWhenMetricsAreSwitchedOff() {
    for (MicrometerConfig off :
        List.of(
            Configs.with(false, MetricsBackend.PROMETHEUS, "http://localhost:1/", 5),
            Configs.with(false, MetricsBackend.OTLP, "http://localhost:1/", 5),
            Configs.with(true, MetricsBackend.NONE, "http://localhost:1/", 5))) {
      MicrometerTelemetry telemetry = new MicrometerTelemetry(off);
      MetricsServer server = new MetricsServer(off, telemetry);

      server.start();

      assertThat(server.text()).isEmpty();
      assertThat(telemetry.isOn()).isFalse();
      server.close();
    }
  }

  @Test
  void nothingIsOfferedAfterItIsClosed() {
    MicrometerTelemetry telemetry = new MicrometerTelemetry(Configs.prometheus());
    MetricsServer server = new MetricsServer(Configs.prometheus(), telemetry);
    server.start();
    assertThat(server.text()).isPresent();

    server.close();

    assertThat(server.text()).isEmpty();
    assertThat(telemetry.isOn()).isFalse();
  }

  @Test
  void aPortOfItsOwnServesMetricsAndNothingElse() throws Exception {
    try (MetricsEndpoint endpoint = new MetricsEndpoint(0, () -> "some 1\n")) {
      int port = endpoint.start();

      HttpResponse<String> metrics = get(port, "/metrics");
      assertThat(metrics.statusCode()).isEqualTo(200);
      assertThat(metrics.headers().firstValue("Content-Type")).contains(MetricsText.MEDIA_TYPE);
      assertThat(metrics.body()).isEqualTo("some 1\n");
      assertThat(get(port, "/metrics/other").statusCode()).isEqualTo(404);
      assertThat(get(port, "/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aPortThatIsTakenIsRefusedWithWhatToDo() throws IOException {
    HttpServer taken =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      MetricsEndpoint endpoint = new MetricsEndpoint(taken.getAddress().getPort(), () -> "");
      assertThatThrownBy(endpoint::start)
          .isInstanceOf(IngestionException.class)
          .hasMessageContaining("ingestion.metrics-port")
          .extracting(e -> ((IngestionException) e).code())
          .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
      endpoint.close();
    } finally {
      taken.stop(0);
    }
  }

  @Test
  void metricsAreSentToACollector() throws IOException {
    List<String> sent = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/metrics",
        exchange -> {
          try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            sent.add(
                new String(body, StandardCharsets.ISO_8859_1)); // names stand in it as they are
            exchange.sendResponseHeaders(200, -1);
          }
        });
    collector.start();
    String url = "http://127.0.0.1:%d/v1/metrics".formatted(collector.getAddress().getPort());
    MicrometerConfig config = Configs.with(true, MetricsBackend.OTLP, url, 5);
    MicrometerTelemetry telemetry = new MicrometerTelemetry(config);
    MetricsServer server = new MetricsServer(config, telemetry);
    try {
      server.start();
      assertThat(server.text()).isEmpty();
      telemetry.count(Metric.EMBEDDING_TEXTS, Map.of(), 5);

      await()
          .untilAsserted(
              () -> assertThat(sent).anyMatch(body -> body.contains("ingestion.embedding.texts")));
    } finally {
      server.close();
      collector.stop(0);
    }
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path))).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
  }
}

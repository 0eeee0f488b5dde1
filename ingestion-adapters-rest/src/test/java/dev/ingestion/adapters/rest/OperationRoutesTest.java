package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.in.HealthService.Check;
import dev.ingestion.ports.in.HealthService.Readiness;
import dev.ingestion.ports.in.MetricsText;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationRoutesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Javalin server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop();
    }
  }

  @Test
  void aProcessThatAnswersLives() throws Exception {
    serve(health(() -> new Readiness(false, List.of())));

    HttpResponse<String> answer = get("/health/live");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"live\":true}");
  }

  @Test
  void aProcessThatPassesItsChecksIsReady() throws Exception {
    serve(health(() -> new Readiness(true, List.of(new Check("disk", true, null)))));

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"ready\":true,\"checks\":[{\"name\":\"disk\",\"passed\":true,\"reason\":null}]}");
  }

  @Test
  void oneThatDoesNotIsUnavailableAndSaysWhyNot() throws Exception {
    HealthService health =
        () -> new Readiness(false, List.of(new Check("disk", false, "it is full")));
    serve(health(health));

    HttpResponse<String> answer = get("/health/ready");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.body()).contains("\"ready\":false", "it is full");
  }

  @Test
  void metricsAreServedAsPrometheusReadsThem() throws Exception {
    serve(new MetricsRoutes(Optional.of(() -> Optional.of("some_total 1.0\n"))));

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains(MetricsText.MEDIA_TYPE);
    assertThat(answer.body()).isEqualTo("some_total 1.0\n");
  }

  @Test
  void metricsThatAreSwitchedOffOrServedElsewhereAreNotFoundHere() throws Exception {
    serve(new MetricsRoutes(Optional.of(Optional::empty)));
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    stop();

    serve(new MetricsRoutes(Optional.empty()));
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
  }

  private static Routes health(HealthService health) {
    return new HealthRoutes(health, Guarded.open());
  }

  private void serve(Routes... all) {
    server =
        Javalin.create(
            config -> {
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              config.startup.showJavalinBanner = false;
              config.jsonMapper(new JsonCodec());
              for (Routes each : all) {
                each.addTo(config.routes);
              }
            });
    server.start();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    return client.send(
        HttpRequest.newBuilder(uri).header(Correlation.HEADER, "r-1").build(),
        BodyHandlers.ofString());
  }
}

package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
  private final CompletableFuture<String> later = new CompletableFuture<>();
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private final RestServer server =
      Guarded.open(
          routes -> {
            routes.get("/seen", context -> context.result(said()), Access.OPEN);
            routes.get(
                "/later",
                context -> {
                  context.future(() -> later.thenAccept(context::result));
                  begun.complete(null);
                },
                Access.OPEN);
          });
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void close() {
    server.close();
    MDC.clear();
  }

  private static String said() {
    return String.valueOf(MDC.get("correlation_id"));
  }

  @Test
  void whatARequestLogsNamesItsId() throws Exception {
    assertThat(client.send(request("/seen"), BodyHandlers.ofString()).body()).isEqualTo("r-1");
  }

  @Test
  void whoEndsAnAnswerThatWaitedKeepsItsOwnContext() throws Exception {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request("/later"), BodyHandlers.ofString());
    begun.join();
    MDC.put("correlation_id", "mine");

    later.complete("done");

    assertThat(answer.join().body()).isEqualTo("done");
    assertThat(said()).isEqualTo("mine");
  }

  private HttpRequest request(String path) {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.running().port(), path));
    return HttpRequest.newBuilder(uri).header(Correlation.HEADER, "r-1").build();
  }
}

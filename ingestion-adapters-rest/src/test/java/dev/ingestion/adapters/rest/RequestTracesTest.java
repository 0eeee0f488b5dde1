package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.testkit.RecordedTracing;
import dev.ingestion.testkit.RecordedTracing.RecordedSpan;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestTracesTest {
  private static final String API = Routes.API;

  private final RecordedTracing tracing = new RecordedTracing();
  private final HttpClient client = HttpClient.newHttpClient();
  private final CompletableFuture<String> later = new CompletableFuture<>();
  private final List<Boolean> within = new CopyOnWriteArrayList<>();
  private Javalin server;

  @BeforeEach
  void serve() {
    server =
        Javalin.create(
            config -> {
              config.jetty.host = "127.0.0.1";
              config.jetty.port = 0;
              config.jetty.threadPool = threads();
              config.startup.showJavalinBanner = false;
              config.jsonMapper(new JsonCodec());
              Problems.addTo(config);
              config.routes.before(Correlation::begin);
              config.routes.before(context -> remember());
              new RequestTraces(Optional.of(tracing)).addTo(config.routes);
              config.routes.get("/health/live", context -> context.result("well"));
              config.routes.get(API + "/jobs/{id}", this::job);
              config.routes.get(API + "/later", this::later);
            });
    server.start();
  }

  /** So few that each request comes to a thread that served another. */
  private static QueuedThreadPool threads() {
    return new QueuedThreadPool(6, 6);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  /** Whether the thread was in something before the request began. */
  private void remember() {
    within.add(tracing.current() != NoSpan.INSTANCE);
  }

  private void job(Context context) {
    switch (context.pathParam("id")) {
      case "none" -> throw new IngestionException(ErrorCode.UNKNOWN_JOB, "There is none");
      case "away" -> throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "It is away");
      case "defect" -> throw new IllegalStateException("Nobody foresaw it");
      default -> context.result(tracing.current().toString());
    }
  }

  private void later(Context context) {
    context.req().startAsync();
    context.future(() -> later.thenAccept(context::result));
  }

  @Test
  void aRequestIsASpanNamedByItsRouteAndNotByWhatWasAsked() throws Exception {
    assertThat(get("/jobs/j-1")).isEqualTo("GET " + API + "/jobs/{id}");

    RecordedSpan span = ended(0);
    assertThat(span.name()).isEqualTo("GET " + API + "/jobs/{id}");
    assertThat(span.get(SpanAttribute.METHOD)).isEqualTo("GET");
    assertThat(span.get(SpanAttribute.ROUTE)).isEqualTo(API + "/jobs/{id}");
    assertThat(span.get(SpanAttribute.STATUS_CODE)).isEqualTo(200L);
    assertThat(span.failure()).isNull();
  }

  @Test
  void onlyWhatTheServerIsToBlameForHasFailed() throws Exception {
    get("/jobs/none");
    get("/jobs/away");
    get("/jobs/defect");

    assertThat(ended(0).failure()).isNull();
    assertThat(ended(0).get(SpanAttribute.STATUS_CODE)).isEqualTo(404L);
    assertThat(ended(1).failure()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE);
    assertThat(ended(1).get(SpanAttribute.STATUS_CODE)).isEqualTo(503L);
    assertThat(ended(2).failure()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(ended(2).get(SpanAttribute.STATUS_CODE)).isEqualTo(500L);
  }

  @Test
  void whatIsAskedAllTheTimeAndWhatIsNotThereMakeNoSpan() throws Exception {
    client.send(request("/health/live"), BodyHandlers.ofString());
    get("/nothing");

    assertThat(tracing.spans()).isEmpty();
  }

  @Test
  void anAnswerThatComesLaterKeepsNoThreadInTheRequest() throws Exception {
    CompletableFuture<?> answer =
        client.sendAsync(request(API + "/later"), BodyHandlers.ofString());
    await().until(() -> tracing.spans().size() == 1 && tracing.spans().get(0).isEnded());
    for (int i = 0; i < 50; i++) {
      get("/jobs/j-1");
    }
    later.complete("late");
    answer.join();
    for (int i = 0; i < 50; i++) {
      get("/jobs/j-1");
    }

    assertThat(within).hasSize(101).containsOnly(false);
  }

  private RecordedSpan ended(int index) {
    await().until(() -> tracing.spans().get(index).isEnded());
    return tracing.spans().get(index);
  }

  private String get(String path) throws IOException, InterruptedException {
    return client.send(request(API + path), BodyHandlers.ofString()).body();
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
        .build();
  }
}

package dev.ingestion.adapters.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.Tracing.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class OnDemandTracingTest {
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private HttpServer collector;

  @AfterEach
  void stop() {
    if (collector != null) {
      collector.stop(0);
    }
  }

  @Test
  void offMeansOff() {
    OnDemandTracing tracing =
        new OnDemandTracing(
            new TracingConfig(false, "", 1, "", 10),
            Map.of("OTEL_EXPORTER_OTLP_HEADERS", "not pairs, and nobody looks"));
    tracing.start();

    assertNothingIsTraced(tracing);
    tracing.close();
  }

  @Test
  void nothingIsTracedBeforeItIsStartedAndAfterItIsClosed() throws IOException {
    OnDemandTracing tracing = tracing(listen());
    assertNothingIsTraced(tracing);

    tracing.start();
    Span late = tracing.begin("late");
    tracing.close();

    assertNothingIsTraced(tracing);
    late.end();
    assertThat(received).isEmpty();
  }

  private static void assertNothingIsTraced(OnDemandTracing tracing) {
    assertThat(tracing.begin("a")).isSameAs(NoSpan.INSTANCE);
    assertThat(tracing.request("a", name -> "b")).isSameAs(NoSpan.INSTANCE);
    assertThat(tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE)).isSameAs(NoSpan.INSTANCE);
    assertThat(tracing.current()).isSameAs(NoSpan.INSTANCE);
  }

  @Test
  void whatWaitsIsSentBeforeTheProcessEnds() throws IOException {
    OnDemandTracing tracing = tracing(listen());
    tracing.start();

    tracing.run(NoSpan.INSTANCE, NoSpan.INSTANCE).end();
    tracing.close();

    assertThat(received).singleElement().asString().contains("service.name", "named", "job");
    assertThat(tokens).containsExactly("s3cret");
  }

  /** It would take minutes if anybody waited for an answer to each batch. */
  @Test
  @Timeout(120)
  void aCollectorThatNeverAnswersCostsNothingAndKeepsNobodyFromEnding() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      OnDemandTracing tracing =
          tracing("http://127.0.0.1:%d/v1/traces".formatted(silent.getLocalPort()));
      tracing.start();
      traceMuch(tracing);

      long begin = System.nanoTime();
      tracing.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  @Timeout(120)
  void aCollectorThatIsAwayCostsNothing() {
    OnDemandTracing tracing = tracing("http://127.0.0.1:1/v1/traces");
    tracing.start();
    traceMuch(tracing);

    tracing.close();
  }

  /** Far more than may wait to be sent. */
  private static void traceMuch(OnDemandTracing tracing) {
    for (int i = 0; i < 20_000; i++) {
      tracing.begin("stage").end();
    }
  }

  @Test
  void variablesThatCannotBeUnderstoodAreSaidAtTheStart() {
    OnDemandTracing tracing =
        new OnDemandTracing(
            new TracingConfig(true, "", 1, "", 10),
            Map.of("OTEL_EXPORTER_OTLP_HEADERS", "no pair"));

    assertThatThrownBy(tracing::start).isInstanceOf(IngestionException.class);
  }

  private static OnDemandTracing tracing(String endpoint) {
    return new OnDemandTracing(
        new TracingConfig(true, endpoint, 1, "named", 10),
        Map.of("OTEL_EXPORTER_OTLP_HEADERS", "x-token=s3cret"));
  }

  private String listen() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          tokens.add(exchange.getRequestHeaders().getFirst("x-token"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    return "http://127.0.0.1:%d/v1/traces".formatted(collector.getAddress().getPort());
  }
}

package dev.ingestion.adapters.micrometer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.MetricsText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves {@code /metrics}, and nothing else, to this machine. */
final class MetricsEndpoint implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);
  private static final String PATH = "/metrics";

  /** One that does not read its answer keeps nobody else from one. */
  private static final int THREADS = 2;

  private final int port;
  private final Supplier<String> text;
  private @Nullable HttpServer server;
  private @Nullable ExecutorService threads;

  /**
   * @param port 0 for any that is free
   */
  MetricsEndpoint(int port, Supplier<String> text) {
    this.port = port;
    this.text = text;
  }

  /**
   * @return the port
   * @throws IngestionException CONFIGURATION_INVALID if the port is taken
   */
  int start() {
    HttpServer listening = listen();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            THREADS,
            body -> {
              Thread thread = new Thread(body, "metrics");
              thread.setDaemon(true);
              return thread;
            });
    listening.setExecutor(pool);
    listening.createContext(PATH, this::answer);
    listening.start();
    server = listening;
    threads = pool;
    log.info("Metrics are at http://127.0.0.1:{}{}", listening.getAddress().getPort(), PATH);
    return listening.getAddress().getPort();
  }

  private HttpServer listen() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "Metrics cannot be served at port %d: %s. Choose another with ingestion.metrics-port, or end what listens there"
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals(PATH)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (!exchange.getRequestMethod().equals("GET")) {
        exchange.getResponseHeaders().set("Allow", "GET");
        exchange.sendResponseHeaders(405, -1);
      } else {
        byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", MetricsText.MEDIA_TYPE);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    if (threads != null) {
      threads.shutdown();
    }
  }
}

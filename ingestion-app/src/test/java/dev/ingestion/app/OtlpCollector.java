package dev.ingestion.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Takes traces by OTLP over HTTP, as a collector does, and keeps what it needs of each span. */
final class OtlpCollector implements AutoCloseable {
  /** Where things stand in the messages of opentelemetry-proto. */
  private static final int RESOURCE_SPANS = 1;

  private static final int SCOPE_SPANS = 2;
  private static final int SPANS = 2;
  private static final int TRACE_ID = 1;
  private static final int SPAN_ID = 2;
  private static final int PARENT_SPAN_ID = 4;
  private static final int NAME = 5;

  private final List<Received> spans = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  OtlpCollector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  /**
   * @param parent empty if it has none
   */
  record Received(String trace, String id, String parent, String name) {}

  String endpoint() {
    return "http://127.0.0.1:%d/v1/traces".formatted(server.getAddress().getPort());
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  List<Received> spans(String name) {
    return spans.stream().filter(span -> span.name().equals(name)).toList();
  }

  /** All that came, with what is no text garbled. */
  String text() {
    return String.join("\n", bodies);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, StandardCharsets.UTF_8));
      within(
          ByteBuffer.wrap(body),
          RESOURCE_SPANS,
          resource ->
              within(
                  resource,
                  SCOPE_SPANS,
                  scope -> within(scope, SPANS, span -> spans.add(received(span)))));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private static Received received(ByteBuffer span) {
    List<String> fields = new ArrayList<>(List.of("", "", "", "", "", ""));
    fields(
        span,
        (number, content) -> {
          byte[] bytes = new byte[content.remaining()];
          content.get(bytes);
          if (number == NAME) {
            fields.set(number, new String(bytes, StandardCharsets.UTF_8));
          } else if (number == TRACE_ID || number == SPAN_ID || number == PARENT_SPAN_ID) {
            fields.set(number, HexFormat.of().formatHex(bytes));
          }
        });
    return new Received(
        fields.get(TRACE_ID), fields.get(SPAN_ID), fields.get(PARENT_SPAN_ID), fields.get(NAME));
  }

  private interface Part {
    void accept(ByteBuffer message);
  }

  private static void within(ByteBuffer message, int wanted, Part part) {
    fields(
        message,
        (number, content) -> {
          if (number == wanted) {
            part.accept(content);
          }
        });
  }

  /** The fields of a message in protobuf's encoding that have a length. */
  private static void fields(ByteBuffer message, BiConsumer<Integer, ByteBuffer> field) {
    while (message.hasRemaining()) {
      long tag = varint(message);
      switch ((int) (tag & 7)) {
        case 0 -> varint(message);
        case 1 -> message.position(message.position() + 8);
        case 5 -> message.position(message.position() + 4);
        case 2 -> {
          int length = (int) varint(message);
          ByteBuffer content = message.slice(message.position(), length);
          message.position(message.position() + length);
          field.accept((int) (tag >>> 3), content);
        }
        default -> throw new IllegalStateException("No field of protobuf: " + tag);
      }
    }
  }

  private static long varint(ByteBuffer message) {
    long value = 0;
    int shift = 0;
    byte next;
    do {
      next = message.get();
      value |= (long) (next & 0x7f) << shift;
      shift += 7;
    } while (next < 0);
    return value;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}

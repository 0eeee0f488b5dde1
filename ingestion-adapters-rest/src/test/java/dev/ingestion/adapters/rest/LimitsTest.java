package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ByteSize;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final String GET = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n";
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Guarded guarded = new Guarded();

  @AfterEach
  void close() {
    guarded.close();
  }

  @Test
  void aHeadThatIsTooLargeIsRefused() throws Exception {
    guarded.start();

    assertThat(guarded.say(GET + "X-Large: " + "x".repeat(9_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void anAddressThatIsTooLongIsRefused() throws Exception {
    guarded.start();

    assertThat(guarded.say("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 414");
  }

  @Test
  void whoSendsTheHeadDropByDropIsCutOff() throws Exception {
    guarded.limits = limits(SHORT, 500, LONG, 100);
    guarded.start();
    try (Socket socket = guarded.connect()) {
      Guarded.write(socket, GET);

      await().atMost(LONG).until(() -> refuses(socket, "X: y\r\n"));
    }
  }

  @Test
  void theHeadOfALaterRequestIsTimedAsWell() throws Exception {
    guarded.limits = limits(Duration.ofSeconds(1), 500, LONG, 100);
    guarded.start();
    try (Socket socket = guarded.connect()) {
      Guarded.write(socket, GET + "\r\n");
      assertThat(new String(socket.getInputStream().readNBytes(15), StandardCharsets.UTF_8))
          .isEqualTo("HTTP/1.1 200 OK");

      Guarded.write(socket, GET);
      await().atMost(LONG).until(() -> refuses(socket, "X: y\r\n"));
    }
  }

  @Test
  void whoSendsTheBodyDropByDropIsCutOff() throws Exception {
    guarded.limits = limits(LONG, 500, LONG, 100);
    guarded.start();
    try (Socket socket = guarded.connect()) {
      Guarded.write(
          socket,
          "PUT /api/v1/knowledge-bases/handbook/uploads/a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");

      await().atMost(LONG).until(() -> refuses(socket, "x"));
    }
  }

  @Test
  void whoIsSilentIsCutOff() throws Exception {
    guarded.limits = limits(LONG, 500, SHORT, 100);
    guarded.start();
    try (Socket socket = guarded.connect()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void whoSendsNothingMoreStillHearsTheAnswer() throws Exception {
    guarded.start();
    try (Socket socket = guarded.connect()) {
      Guarded.write(socket, GET + "\r\n");
      socket.shutdownOutput();

      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 200")
          .endsWith("live");
    }
  }

  @Test
  void oneConnectionTooManyWaitsUntilAnotherIsClosed() throws Exception {
    guarded.limits = limits(LONG, 500, LONG, 2);
    guarded.start();
    try (Socket first = asked();
        Socket second = asked()) {
      second.setSoTimeout(20_000);
      try (Socket third = guarded.connect()) {
        Guarded.write(third, GET + "\r\n");
        first.close();

        assertThat(third.getInputStream().read()).isEqualTo('H');
      }
    }
  }

  private Socket asked() throws IOException {
    Socket socket = guarded.connect();
    Guarded.write(socket, GET + "\r\n");
    assertThat(socket.getInputStream().read()).isEqualTo('H');
    return socket;
  }

  @Test
  void whoAsksTooOftenIsToldWhenToAskAgain() throws Exception {
    guarded.rate = new RateConfig(1, 5, 10);
    guarded.start();
    for (int i = 0; i < 5; i++) {
      assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
    }

    HttpResponse<String> answer = guarded.get("/health/live");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
    assertThat(answer.body()).contains("\"code\":\"RATE_LIMITED\"");
    guarded.clock.advance(Duration.ofSeconds(1));
    assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void withoutALimitOfRequestsNobodyIsTold() throws Exception {
    guarded.rate = new RateConfig(0, 1, 10);
    guarded.start();

    for (int i = 0; i < 5; i++) {
      assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void clientsThatHangLeaveNoThreadAndNoConnectionBehind() throws Exception {
    guarded.limits = limits(SHORT, 500, SHORT, 1_000);
    guarded.start();
    guarded.get("/health/live");
    int before = Thread.activeCount();
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      Socket socket = guarded.connect();
      sockets.add(socket);
      Guarded.write(socket, i % 2 == 0 ? GET : "");
      if (i % 3 == 0) {
        socket.shutdownOutput();
      }
    }

    assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
    assertThat(Thread.activeCount()).isLessThan(before + 50);
    for (Socket socket : sockets) {
      await().atMost(LONG).until(() -> isClosed(socket));
      socket.close();
    }
    assertThat(guarded.get("/health/live").statusCode()).isEqualTo(200);
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether the server has hung up, or has said that it will. */
  private static boolean refuses(Socket socket, String more) throws IOException {
    try {
      Guarded.write(socket, more);
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static LimitsConfig limits(
      Duration headTimeout, int bodyRate, Duration idleTimeout, int connections) {
    return new LimitsConfig(new ByteSize(8_192), headTimeout, bodyRate, idleTimeout, connections);
  }
}

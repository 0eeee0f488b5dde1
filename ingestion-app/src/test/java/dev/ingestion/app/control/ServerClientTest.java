package dev.ingestion.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingestion.app.control.ServerClient.Patience;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import dev.ingestion.ports.in.CommandService.Screen;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other side of a server's API, against one that answers what a test wants. */
// What is broken here hangs, and heeds no interrupt.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServerClientTest {
  private static final Patience SHORT =
      new Patience(Duration.ofMillis(300), Duration.ofMillis(300));

  /** The answer itself is waited for on any machine. */
  private static final Patience BEGINNING =
      new Patience(Duration.ofSeconds(60), Duration.ofMillis(300));

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private HttpServer server;
  private int status = 200;
  private String type = "application/x-ndjson";
  private String body = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String token = exchange.getRequestHeaders().getFirst("Authorization");
          String request =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          requests.add(exchange.getRequestURI() + " " + token + " " + request);
          boolean answer = exchange.getRequestURI().getPath().endsWith("/answer");
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(answer ? 204 : status, answer ? -1 : 0);
          if (!answer) {
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          }
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatTheCommandPrintsIsShownAndItsExitCodeIsOurs() throws Exception {
    body =
        """
        {"kind":"ready","id":"one"}
        {"kind":"out","text":"five €\\n"}
        {"kind":"alive"}
        {"kind":"err","text":"a warning"}
        {"kind":"ask"}
        {"kind":"ask"}
        {"kind":"exit","code":3}
        """;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();

    try (ServerClient client = give(address() + "/", Optional.of("secret"))) {
      int code =
          client.show(
              new BufferedReader(new StringReader("yes\n")),
              new PrintStream(out, false, StandardCharsets.UTF_8),
              new PrintStream(err, false, StandardCharsets.UTF_8));
      assertThat(code).isEqualTo(3);
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("five €\n");
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("a warning");
    assertThat(requests.take())
        .startsWith("/api/v1/commands Bearer secret {")
        .contains("\"arguments\":[\"status\",\"kb\"]", "\"pid\":7", "\"columns\":80");
    assertThat(requests.take())
        .isEqualTo("/api/v1/commands/one/answer Bearer secret {\"line\":\"yes\"}");
    assertThat(requests.take())
        .isEqualTo("/api/v1/commands/one/answer Bearer secret {\"line\":null}");
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    String nobody = address();
    server.stop(0);

    assertRefused(nobody, ErrorCode.OWNER_UNAVAILABLE)
        .hasMessageContaining(nobody)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("ingestion serve");
  }

  @Test
  void aTokenThatIsRefusedIsToldWithWhatToDo() {
    status = 401;

    assertRefused(address(), ErrorCode.OWNER_UNAVAILABLE)
        .hasMessageContaining("INGESTION_API_TOKEN");
  }

  @Test
  void whatATokenMayNotIsToldAsTheServerSaysIt() {
    status = 403;
    type = "application/problem+json";
    body = "{\"code\":\"FORBIDDEN\",\"detail\":\"It lies under no source root\"}";

    assertRefused(address(), ErrorCode.FORBIDDEN)
        .hasMessageContaining("It lies under no source root");
  }

  @Test
  void aProblemIsToldWithItsCode() {
    status = 409;
    type = "application/problem+json";
    body = "{\"code\":\"JOB_ACTIVE\",\"detail\":\"A job runs already\"}";

    assertRefused(address(), ErrorCode.JOB_ACTIVE).hasMessageContaining("A job runs already");
  }

  @Test
  void whatIsNoServerOfOursIsNamed() {
    status = 404;
    type = "text/html";

    assertRefused(address(), ErrorCode.OWNER_UNAVAILABLE).hasMessageContaining("answers 404");
  }

  @Test
  void aServerThatDiesIsNamed() {
    body = "{\"kind\":\"ready\",\"id\":\"one\"}\n{\"kind\":\"out\",\"text\":\"five\"}\n";

    try (ServerClient client = give(address(), Optional.empty())) {
      PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
      assertThatThrownBy(
              () -> client.show(new BufferedReader(new StringReader("")), nowhere, nowhere))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE))
          .hasMessageContaining(address())
          .hasMessageContaining("the job is kept");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Type: applica",
        "HTTP/1.1 409 Conflict\r\nContent-Type: application/problem+json\r\n\r\n{\"code\":"
      })
  void aServerThatTakesTheConnectionAndNeverAnswersIsNotWaitedForForEver(String answer)
      throws Exception {
    try (FrozenServer frozen = new FrozenServer(answer)) {
      assertThatThrownBy(() -> give(frozen.address(), SHORT).close())
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE))
          .hasMessageContaining(frozen.address())
          .hasMessageContaining("does not answer");
    }
  }

  @Test
  void aServerThatFreezesWhileTheCommandRunsIsNotWaitedForForEver() throws Exception {
    String begun =
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n"
            + "{\"kind\":\"ready\",\"id\":\"one\"}\n{\"kind\":\"out\",\"text\":\"five\"}\n{\"ki";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream shown = new PrintStream(out, false, StandardCharsets.UTF_8);
    try (FrozenServer frozen = new FrozenServer(begun);
        ServerClient client = give(frozen.address(), BEGINNING)) {
      assertThatThrownBy(() -> client.show(new BufferedReader(new StringReader("")), shown, shown))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.OWNER_UNAVAILABLE))
          .hasMessageContaining("was silent")
          .hasMessageContaining("the job is kept");
    }
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("five");
  }

  /** Says the beginning of an answer, and then nothing more. */
  private static final class FrozenServer implements AutoCloseable {
    private final ServerSocket listening =
        new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<Socket> taken = new LinkedBlockingQueue<>();

    FrozenServer(String beginning) throws IOException {
      Thread accepting =
          new Thread(
              () -> {
                try {
                  Socket client = listening.accept();
                  taken.add(client);
                  client.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      accepting.setDaemon(true);
      accepting.start();
    }

    String address() {
      return "http://127.0.0.1:" + listening.getLocalPort();
    }

    @Override
    public void close() throws Exception {
      taken.take().close();
      listening.close();
    }
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      String address, ErrorCode code) {
    return assertThatThrownBy(() -> give(address, Optional.empty()).close())
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static ServerClient give(String address, Optional<String> token) {
    return ServerClient.give(command(), URI.create(address), token);
  }

  private static ServerClient give(String address, Patience patience) {
    return ServerClient.give(command(), URI.create(address), Optional.empty(), patience);
  }

  private static GivenCommand command() {
    return new GivenCommand(
        7, "status", List.of("status", "kb"), Map.of(), new Screen(false, false, false, 80));
  }
}

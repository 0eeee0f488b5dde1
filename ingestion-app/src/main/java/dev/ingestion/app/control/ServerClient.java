package dev.ingestion.app.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingestion.app.control.Wire.Frame;
import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives a command to a server over its API, and shows what comes back. */
public final class ServerClient implements AutoCloseable {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** A server says every few seconds that it is alive. */
  private static final Patience USUAL =
      new Patience(Duration.ofSeconds(15), Duration.ofSeconds(60));

  private static final String COMMANDS = "/api/v1/commands";

  private final URI server;
  private final Optional<String> token;
  private final HttpClient http;
  private final Patience patience;
  private final WatchedLines lines;
  private @Nullable String id;

  private ServerClient(
      URI server, Optional<String> token, HttpClient http, Patience patience, InputStream body) {
    this.server = server;
    this.token = token;
    this.http = http;
    this.patience = patience;
    this.lines = new WatchedLines(body, patience.silence());
  }

  /**
   * How long to wait for a server that may be frozen, or on an overloaded machine.
   *
   * @param accepting until it takes a connection and begins to answer
   * @param silence until its next sign of life, however long the command takes
   */
  record Patience(Duration accepting, Duration silence) {}

  /**
   * Gives the command.
   *
   * @param server its address, without the path of the API
   * @param token what it wants to see; empty if this process has none
   * @throws IngestionException OWNER_UNAVAILABLE if it is not there, refuses the token, does not
   *     answer or is busy; else what it says is wrong
   */
  public static ServerClient give(GivenCommand command, URI server, Optional<String> token) {
    return give(command, server, token, USUAL);
  }

  static ServerClient give(
      GivenCommand command, URI server, Optional<String> token, Patience patience) {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.accepting())
            .build();
    HttpRequest request = request(server, token, "", command).timeout(patience.accepting()).build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return new ServerClient(server, token, http, patience, response.body());
      }
      throw refused(server, response, patience);
    } catch (HttpTimeoutException | SocketTimeoutException e) {
      throw unavailable(
          "The server at %s does not answer. If it is stuck, restart it; if not, try again later"
              .formatted(server),
          e);
    } catch (IOException e) {
      throw unavailable(
          "The server at %s cannot be reached: %s. Is 'ingestion serve' running there, and is that its address?"
              .formatted(server, reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("Interrupted before the server at %s answered".formatted(server), e);
    }
  }

  /** The JDK's client says no more than the exception's name where nobody listens. */
  private static String reason(IOException e) {
    return e instanceof ConnectException && e.getMessage() == null
        ? "nobody listens there"
        : e.toString();
  }

  private static HttpRequest.Builder request(
      URI server, Optional<String> token, String path, Object body) {
    URI address = URI.create(server.toString().replaceFirst("/+$", "") + COMMANDS + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json(body)));
    token.ifPresent(shown -> request.header("Authorization", "Bearer " + shown));
    return request;
  }

  private static byte[] json(Object body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + body, e);
    }
  }

  private static IngestionException refused(
      URI server, HttpResponse<InputStream> response, Patience patience) throws IOException {
    int status = response.statusCode();
    if (status == 401) {
      return unavailable(
          "The server at %s does not know the token (401): set INGESTION_API_TOKEN to one of the role admin there"
              .formatted(server),
          null);
    }
    Optional<JsonNode> problem = problem(response, patience);
    if (problem.isPresent()) {
      String detail = problem.get().path("detail").asText();
      String name = problem.get().path("code").asText();
      ErrorCode code =
          Arrays.stream(ErrorCode.values())
              .filter(known -> known.name().equals(name))
              .findFirst()
              .orElse(ErrorCode.OWNER_UNAVAILABLE);
      return new IngestionException(code, "The server at %s says: %s".formatted(server, detail));
    }
    return unavailable(
        "The server at %s answers %d; is that an 'ingestion serve' of this version?"
            .formatted(server, status),
        null);
  }

  private static Optional<JsonNode> problem(HttpResponse<InputStream> response, Patience patience)
      throws IOException {
    String type = response.headers().firstValue("Content-Type").orElse("");
    try (WatchedLines lines = new WatchedLines(response.body(), patience.accepting())) {
      // Ours are one line.
      String first = type.startsWith("application/problem+json") ? lines.next() : null;
      return Optional.ofNullable(first == null ? null : JSON.readTree(first));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // a proxy's, which is told like any other answer
    }
  }

  /**
   * Shows what the command prints until it is over.
   *
   * @return its exit code
   * @throws IngestionException OWNER_UNAVAILABLE if the server dies before
   */
  public int show(BufferedReader in, PrintStream out, PrintStream err) {
    try {
      return new StreamDisplay().show(in, out, err);
    } catch (IOException e) {
      String what =
          e instanceof EOFException
              ? "has ended"
              : e instanceof SocketTimeoutException
                  ? "does not go on (%s)".formatted(e.getMessage())
                  : "was cut off (%s)".formatted(e);
      throw unavailable(
          "The server at %s %s before this command was done. If it worked on a job, the job is kept: the same command continues it"
              .formatted(server, what),
          e);
    }
  }

  /** Leaves the command to itself if it is not over. */
  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unavailable("The connection to %s cannot be closed: %s".formatted(server, e), e);
    }
  }

  private static IngestionException unavailable(String message, @Nullable Throwable cause) {
    return new IngestionException(ErrorCode.OWNER_UNAVAILABLE, message, cause);
  }

  private final class StreamDisplay extends Display {
    @Override
    Frame next() throws IOException {
      while (true) {
        String line = lines.next();
        if (line == null) {
          throw new EOFException("The answer ends before the command");
        }
        JsonNode frame = JSON.readTree(line);
        String kind = frame.path("kind").asText();
        switch (kind) {
          case "ready" -> id = frame.path("id").asText();
          case "alive" -> {}
          case "out" -> {
            return text(Kind.OUT, frame);
          }
          case "err" -> {
            return text(Kind.ERR, frame);
          }
          case "ask" -> {
            return new Frame(Kind.ASK, new byte[0]);
          }
          case "exit" -> {
            int code = frame.path("code").asInt();
            return new Frame(Kind.EXIT, ByteBuffer.allocate(Integer.BYTES).putInt(code).array());
          }
          default -> throw new IOException("Not a frame: " + kind);
        }
      }
    }

    private static Frame text(Kind kind, JsonNode frame) {
      return new Frame(kind, frame.path("text").asText().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void answer(@Nullable String line) throws IOException {
      Map<String, @Nullable String> answer = Collections.singletonMap("line", line);
      HttpRequest request =
          request(server, token, "/%s/answer".formatted(id), answer)
              .timeout(patience.accepting())
              .build();
      try {
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 204) {
          throw new IOException("The answer is refused: " + status);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while the answer was given", e);
      }
    }
  }
}

package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The built program while it serves, and requests to it as any client sends them. */
final class Served implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("at (http://[^ :]+:\\d+)");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Running running;
  private final URI url;

  private Served(Running running, URI url) {
    this.running = running;
    this.url = url;
  }

  /** Starts it at a port that is free, and waits until it is ready. */
  static Served start(Distribution program, Map<String, String> settings) {
    return start(program, program.launcher(), settings);
  }

  /**
   * @param launcher starts the program in its own way
   */
  static Served start(Distribution program, Path launcher, Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>(settings);
    environment.putIfAbsent("INGESTION_DATA_ROOT", "data");
    environment.putIfAbsent("INGESTION_API_PORT", "0");
    // What is counted here is not how long a busy machine takes for a parser's process.
    environment.putIfAbsent("INGESTION_PARSER_STALL_TIMEOUT", "2m");
    Running running = program.start(launcher, environment, "serve");
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(() -> !running.process().isAlive() || read(running.out()).contains("Ready"));
      assertThat(running.process().isAlive()).as(read(running.err())).isTrue();
    } catch (RuntimeException | Error e) {
      running.process().destroyForcibly();
      throw e;
    }
    Matcher address = ADDRESS.matcher(read(running.out()));
    assertThat(address.find()).as("it says where it listens").isTrue();
    return new Served(running, URI.create(address.group(1)));
  }

  URI url() {
    return url;
  }

  /** What it wrote to the standard error stream. */
  String errors() {
    return read(running.err());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE);
  }

  HttpRequest.Builder json(String path) {
    return request(path).header("Content-Type", "application/json");
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer post(String path, String body) {
    return send(json(path).POST(BodyPublishers.ofString(body)));
  }

  Answer post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  Answer upload(String path, BodyPublisher content) {
    return send(request(path).PUT(content));
  }

  Answer send(HttpRequest.Builder request) {
    return sendAsync(request).join();
  }

  CompletableFuture<Answer> sendAsync(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8))
        .thenApply(Answer::of);
  }

  /** Waits until the latest job of a knowledge base is at rest. */
  JsonNode await(String kb, String status) {
    String path = "/api/v1/knowledge-bases/" + kb + "/status";
    return Awaitility.await("job of " + kb)
        .atMost(PATIENCE)
        .until(() -> get(path).json(), job -> job.path("status").asText().equals(status));
  }

  /** One of the figures at {@code /metrics}, without its labels; all of that name are added up. */
  double metric(String name) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Collects the garbage and counts what is left. */
  Heap heap() {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  Long.toString(running.process().pid()),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String histogram =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher total = TOTAL.matcher(histogram);
      assertThat(total.find()).as(histogram).isTrue();
      return new Heap(Long.parseLong(total.group(1)), histogram);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As {@code kill -9} does it. */
  void kill() throws InterruptedException {
    running.process().destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    running.process().destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is in use of the heap after a collection. */
  record Heap(long bytes, String histogram) {
    /** How many there are of a class. */
    long instances(String type) {
      Matcher line =
          Pattern.compile(
                  "(?m)^\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+" + Pattern.quote(type) + "(?: .*)?$")
              .matcher(histogram);
      return line.find() ? Long.parseLong(line.group(1)) : 0;
    }
  }

  record Answer(int status, String body, Map<String, String> headers) {
    static Answer of(HttpResponse<String> response) {
      Map<String, String> headers = new HashMap<>();
      response.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
      return new Answer(response.statusCode(), response.body(), headers);
    }

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(body, e);
      }
    }

    /** The code of the problem that it tells of. */
    String code() {
      return json().path("code").asText();
    }

    /** The same answer, if it has this status. */
    Answer is(int wanted) {
      assertThat(status).as(body).isEqualTo(wanted);
      return this;
    }
  }
}

package dev.ingestion.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The program as it was built, serving in a process of its own. */
final class ServedProgram implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ADDRESS = Pattern.compile("at (http://[^ :]+:\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final URI url;

  private ServedProgram(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param scratch an empty directory
   * @param documents the folder that it may read
   */
  static ServedProgram start(Path scratch, Path documents) {
    Path out = scratch.resolve("out.txt");
    ProcessBuilder builder =
        new ProcessBuilder(StartUp.requireLauncher().toString(), "serve")
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(scratch.resolve("err.txt").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("INGESTION_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "INGESTION_OPTS",
                "-Xmx512m",
                "INGESTION_DATA_ROOT",
                scratch.resolve("data").toString(),
                "INGESTION_API_PORT",
                "0",
                "INGESTION_API_SOURCE_ROOTS",
                documents.toString()));
    try {
      Process process = builder.start();
      return new ServedProgram(process, awaitAddress(process, out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URI awaitAddress(Process process, Path out) throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (process.isAlive() && System.nanoTime() - end < 0) {
      String said = Files.readString(out);
      Matcher address = ADDRESS.matcher(said);
      if (said.contains("Ready") && address.find()) {
        return URI.create(address.group(1));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    process.destroyForcibly();
    throw new IllegalStateException("The program does not serve: " + Files.readString(out));
  }

  URI url() {
    return url;
  }

  void create(String kb, Path documents) {
    String body =
        "{\"kb_id\":\"%s\",\"settings\":{\"source\":{\"kind\":\"folder\",\"root\":\"%s\"}}}"
            .formatted(kb, documents);
    send(
        201,
        HttpRequest.newBuilder(url.resolve("/api/v1/knowledge-bases"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  void start(String kb) {
    send(202, HttpRequest.newBuilder(of(kb, "/start")).POST(BodyPublishers.noBody()));
  }

  /** Waits for the end of its job; asks seldom, since that costs as well. */
  JsonNode awaitEnd(String kb) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - end < 0) {
      JsonNode job = send(200, HttpRequest.newBuilder(of(kb, "/status")).GET());
      String status = job.path("status").asText();
      if (status.equals("COMPLETED")) {
        return job;
      }
      if (status.equals("FAILED") || status.equals("CANCELED")) {
        throw new IllegalStateException("The job has not completed: " + job);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    throw new IllegalStateException("The job of " + kb + " does not end");
  }

  private URI of(String kb, String what) {
    return url.resolve("/api/v1/knowledge-bases/" + kb + what);
  }

  private JsonNode send(int status, HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      if (response.statusCode() != status) {
        throw new IllegalStateException("%d: %s".formatted(response.statusCode(), response.body()));
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a request is answered", e);
    }
  }

  /** It keeps nothing that anybody wants, and may die as it is. */
  @Override
  public void close() {
    try {
      if (!process.destroyForcibly().waitFor(1, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The program does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

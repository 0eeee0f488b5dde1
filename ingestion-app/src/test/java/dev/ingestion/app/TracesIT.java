package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.app.Distribution.Result;
import dev.ingestion.app.Distribution.Running;
import dev.ingestion.app.OtlpCollector.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it was built, with a collector of traces beside it and without. */
class TracesIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final Pattern LISTENING = Pattern.compile(" at (http://\\S+): ");

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Distribution program;
  private OtlpCollector collector;
  private Process process;

  @BeforeEach
  void install() throws IOException {
    program = Distribution.share(folder);
    Path documents = Files.createDirectories(program.directory().resolve("documents"));
    Files.writeString(documents.resolve("otter.md"), "# Otter\n\nAn otter holds hands asleep.\n");
    Files.writeString(documents.resolve("hare.md"), "# Hare\n\nA hare sleeps in a form.\n");
    collector = new OtlpCollector();
  }

  @AfterEach
  void end() {
    if (process != null) {
      process.destroyForcibly();
    }
    collector.close();
  }

  @Test
  void aRequestIsFollowedThroughItsJobToEachStageOfEachDocument() throws Exception {
    Running serving = start(Map.of("INGESTION_TRACING_ENABLED", "true"), "serve");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !serving.process().isAlive() || Files.readString(serving.out()).contains("Ready"));
    String url = url(serving);
    String documents = program.directory().resolve("documents").toString();
    post(
        url + "/api/v1/knowledge-bases",
        """
        {"kb_id": "kb", "settings": {"source": {"kind": "folder", "root": "%s"}}}
        """
            .formatted(documents));
    post(url + "/api/v1/knowledge-bases/kb/start", "");
    await()
        .atMost(PATIENCE)
        .until(() -> get(url + "/api/v1/knowledge-bases/kb/status").contains("\"COMPLETED\""));
    Process terminating =
        new ProcessBuilder("kill", "-TERM", Long.toString(serving.process().pid())).start();
    assertThat(terminating.waitFor()).isZero();
    Result ended = serving.end();
    assertThat(ended.code()).as(ended.err()).isEqualTo(130);

    Received request = one("POST /api/v1/knowledge-bases/{kb_id}/start");
    assertThat(request.parent()).isEqualTo(CALLER);
    Received job = one("job");
    assertThat(job.parent()).isEqualTo(request.id());
    List<Received> read = collector.spans("document");
    assertThat(read).hasSize(2).extracting(Received::parent).containsOnly(job.id());
    for (String stage : List.of("read", "parse", "chunk")) {
      assertThat(collector.spans(stage))
          .extracting(Received::parent)
          .containsExactlyInAnyOrderElementsOf(read.stream().map(Received::id).toList());
    }
    for (String stage : List.of("embed", "index", "flush", "checkpoint", "show")) {
      assertThat(collector.spans(stage)).extracting(Received::parent).containsOnly(job.id());
    }
    assertThat(job.trace()).isEqualTo(TRACE);
    assertThat(collector.text())
        .contains("otter.md", "ingestion.job.id", "ingestion")
        .doesNotContain("holds hands", "sleeps in a form");
    assertThat(log())
        .filteredOn(line -> line.contains("Job is COMPLETED"))
        .singleElement()
        .asString()
        .contains("trace_id=" + TRACE + " span_id=" + job.id());
  }

  /** Nothing of it is even loaded. */
  @Test
  void offMeansOff() throws Exception {
    Path loaded = folder.resolve("loaded.txt");

    Result result =
        start(
                Map.of("INGESTION_OPTS", "-Xlog:class+load:file=" + loaded),
                "ingest",
                "documents",
                "--kb",
                "kb")
            .end();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(collector.spans()).isEmpty();
    assertThat(Files.readString(loaded))
        .contains("dev.ingestion.adapters.opentelemetry.OpenTelemetryModule")
        .doesNotContain("io.opentelemetry.");
    assertThat(log()).isNotEmpty().noneMatch(line -> line.contains("trace_id"));
  }

  @Test
  void aCollectorThatIsAwayIsToldOfAndChangesNothing() throws Exception {
    collector.close();

    Result result =
        start(Map.of("INGESTION_TRACING_ENABLED", "true"), "ingest", "documents", "--kb", "kb")
            .end();

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(log()).noneMatch(line -> line.contains(" ERROR "));
  }

  private Received one(String name) {
    assertThat(collector.spans(name)).as(name).hasSize(1);
    return collector.spans(name).get(0);
  }

  private Running start(Map<String, String> environment, String... args) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("INGESTION_DATA_ROOT", "data");
    all.put("INGESTION_API_PORT", "0");
    all.put("INGESTION_API_SOURCE_ROOTS", program.directory().resolve("documents").toString());
    all.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector.endpoint());
    Running running = program.start(program.launcher(), all, args);
    process = running.process();
    return running;
  }

  private static String url(Running serving) throws IOException {
    Matcher listening = LISTENING.matcher(Files.readString(serving.out()));
    assertThat(listening.find()).as(Files.readString(serving.err())).isTrue();
    return listening.group(1);
  }

  private void post(String url, String json) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("traceparent", "00-%s-%s-01".formatted(TRACE, CALLER))
            .POST(BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private String get(String url) throws Exception {
    return client
        .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
        .body();
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(program.directory().resolve("data/_logs/ingestion.log"));
  }
}

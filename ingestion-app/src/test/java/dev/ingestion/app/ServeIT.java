package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import dev.ingestion.app.Distribution.Running;
import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that serves, killed and told to end, and others that come to it. */
class ServeIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Distribution program;
  private Path documents;
  private Path gate;

  @BeforeEach
  void install() throws IOException {
    program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    documents = Files.createDirectories(program.directory().resolve("documents"));
    Files.writeString(documents.resolve("otter.md"), "# Otter\n\nAn otter holds hands asleep.\n");
    gate = Files.createFile(program.directory().resolve("open.gate"));
  }

  @AfterEach
  void endWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void runsThatWereMissedWhileItWasDeadAreMadeUpForOnce() throws Exception {
    JsonNode kept =
        json(run("ingest", "documents", "--kb", "kb", "--every", SECONDS + "s", "--json"));
    Instant next = Instant.parse(kept.path("schedule").path("next_run").asText());
    Running served = serve();
    served.process().destroyForcibly().waitFor();
    int before = jobs().size();
    Instant missed = Instant.parse(schedule().path("next_run").asText()).plusSeconds(2 * SECONDS);
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(missed));

    Running serving = serve();
    await().atMost(PATIENCE).until(() -> jobs().size() > before);
    await().atMost(PATIENCE).until(() -> last().equals("COMPLETED"));

    // One run for all that were missed, then one for each regular time; never two for the same.
    assertThat(jobs())
        .extracting(
            job -> Math.floorDiv(Duration.between(next, created(job)).toMillis(), SECONDS * 1_000L))
        .doesNotHaveDuplicates();
    assertThat(jobs()).extracting(job -> job.path("status").asText()).contains("COMPLETED");

    // Others reach it, and it ends when it is told to.
    assertThat(json(run("schedule", "pause", "kb", "--json")).path("paused").asBoolean()).isTrue();
    Result second = run("serve");
    assertThat(second.code()).as(second.err()).isEqualTo(4);
    assertThat(second.err())
        .contains("in use by process %d ('ingestion serve')".formatted(serving.process().pid()));
    followsTheFolder();
    isDrivenFromElsewhere(serving);
    signal("TERM", serving.process());
    Result ended = serving.end();
    assertThat(ended.code()).isEqualTo(130);
    assertThat(ended.err()).contains("Jobs are kept");
  }

  private void followsTheFolder() throws Exception {
    Running following = start("ingest", "documents", "--kb", "followed", "--watch", "--json");
    await().atMost(PATIENCE).until(() -> lines(following.out()) == 1);
    Files.createDirectories(documents.resolve("new/folder"));
    Files.writeString(
        documents.resolve("new/folder/hare.md"), "# Hare\n\nA hare sleeps in a form.\n");
    await().atMost(PATIENCE).until(() -> Files.readString(following.out()).contains("\"seen\":2"));

    signal("TERM", following.process());
    Result left = following.end();
    assertThat(left.code()).isEqualTo(130);
    assertThat(left.err()).contains("not followed any more");
    assertThat(json(run("status", "followed", "--json")).path("status").asText())
        .isEqualTo("COMPLETED");
  }

  private void isDrivenFromElsewhere(Running serving) throws IOException {
    String url = Files.readString(serving.out()).replaceFirst("(?s).* at (http://\\S+): .*", "$1");
    Result here = run("list", "--json");
    Result there = elsewhere(url, "list", "--json");
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.out()).isEqualTo(here.out()).contains("\"kb_id\":\"followed\"");

    Result ingested = elsewhere(url, "ingest", documents.toString(), "--kb", "remote", "--json");
    assertThat(json(ingested).path("status").asText()).isEqualTo("COMPLETED");
    Result refused = elsewhere(url, "ingest", folder.toString(), "--kb", "others", "--json");
    assertThat(refused.code()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains("does not lie under " + documents);
    Result nobody = elsewhere("http://127.0.0.1:1", "status");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("http://127.0.0.1:1 cannot be reached");
  }

  /** In a process that could not open the data itself. */
  private Result elsewhere(String url, String... args) {
    Running running =
        program.start(
            program.launcher(),
            program.directory(),
            Map.of("INGESTION_SERVER", url, "INGESTION_DATA_ROOT", "/dev/null/none"),
            args);
    processes.add(running.process());
    return running.end();
  }

  private Running serve() {
    Running served = start("serve");
    await()
        .atMost(PATIENCE)
        .until(
            () -> !served.process().isAlive() || Files.readString(served.out()).contains("Ready"));
    assertThat(served.process().isAlive()).isTrue();
    return served;
  }

  private Running start(String... args) {
    Running running =
        program.start(
            program.launcher(),
            program.directory(),
            Map.of(
                "INGESTION_DATA_ROOT",
                "data",
                "INGESTION_OPTS",
                "-D%s=%s".formatted(SlowModel.GATE, gate),
                "INGESTION_PIPELINE_EMBEDDING",
                "slow",
                "INGESTION_WATCH_QUIET_PERIOD",
                "200ms",
                "INGESTION_API_PORT",
                "0",
                "INGESTION_API_SOURCE_ROOTS",
                documents.toString()),
            args);
    processes.add(running.process());
    return running;
  }

  private Result run(String... args) {
    return start(args).end();
  }

  private JsonNode schedule() throws IOException {
    return json(run("schedule", "show", "kb", "--json"));
  }

  private String last() throws IOException {
    return schedule().path("last_run").path("outcome").asText();
  }

  private List<JsonNode> jobs() throws IOException {
    JsonNode jobs = json(run("status", "kb", "--history", "--json")).path("jobs");
    return StreamSupport.stream(jobs.spliterator(), false).toList();
  }

  private static Instant created(JsonNode job) {
    return Instant.parse(job.path("created_at").asText());
  }

  private static long lines(Path file) throws IOException {
    return Files.readString(file).lines().count();
  }

  private static void signal(String name, Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor())
        .isZero();
  }

  private static JsonNode json(Result result) throws IOException {
    assertThat(result.code()).as("%s%s", result.out(), result.err()).isZero();
    return JSON.readTree(result.out());
  }
}

package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import dev.ingestion.app.Distribution.Running;
import dev.ingestion.app.control.ControlClient;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.control.ForwardedCommand.Screen;
import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.ports.out.OwnerEndpoint;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that share a data root: one owns it and ingests slowly, the others give it their
 * commands.
 */
class ControlIT {
  private static final int DOCUMENTS = 240;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Distribution program;
  private static int roots;

  private final List<Process> processes = new ArrayList<>();
  private String dataRoot;
  private Path gate;

  @BeforeAll
  static void install() throws IOException {
    program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    corpus("slow");
    Path quick = Files.createDirectories(program.directory().resolve("quick"));
    Files.writeString(quick.resolve("otter.md"), "# Otter\n\nAn otter holds hands asleep.\n");
    assertThat(program.run("version").code()).isZero();
  }

  @BeforeEach
  void takeANewDataRoot() {
    dataRoot = "data-" + roots++;
    gate = program.directory().resolve(dataRoot + ".gate");
  }

  @AfterEach
  void endWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void whileOneProcessIngestsOthersAnswerAsIfTheyWereAlone() throws Exception {
    assertThat(run("ingest", "quick", "--kb", "animals").code()).isZero();
    Running owner = slowIngest();
    awaitIndexed("diary");

    JsonNode status = json(run("status", "diary", "--json"), 0);
    assertThat(status.path("status").asText()).isEqualTo("RUNNING");
    await() // what is indexed becomes visible a moment later
        .atMost(Duration.ofMinutes(2))
        .until(() -> !json(run("search", "diary", "entry", "--json"), 0).path("hits").isEmpty());
    JsonNode listed = json(run("list", "--json"), 0);
    assertThat(listed.path("knowledge_bases").findValuesAsText("kb_id"))
        .containsExactlyInAnyOrder("animals", "diary");
    assertThat(json(run("verify", "animals", "--json"), 0).path("chunks").asInt()).isEqualTo(1);
    assertThat(json(run("explain", "diary", "0.txt", "--json"), 0).path("document").asText())
        .isEqualTo("0.txt");
    Result exported = run("export", "diary");
    assertThat(exported.out().lines())
        .isNotEmpty()
        .allSatisfy(line -> assertThat(JSON.readTree(line).path("chunk_id").asText()).isNotEmpty());
    JsonNode unknown = json(run("status", "nothing", "--json"), 2);
    assertThat(unknown.path("error").path("code").asText()).isEqualTo("UNKNOWN_KNOWLEDGE_BASE");
    assertThat(run("search", "diary", "slow", "--limit", "1").out()).contains("diary");

    openGate();
    Result ended = owner.end();
    assertThat(json(ended, 0).path("documents").path("seen").asInt()).isEqualTo(DOCUMENTS);
    assertThat(ended.err().lines())
        .as("nothing but the owner's own progress, and warnings about its own claims")
        .allSatisfy(line -> assertThat(line).matches("(diary: |warning: Claim ).*"));
  }

  @Test
  void aJobIsCanceledFromAnotherProcess() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");

    JsonNode canceled = json(run("cancel", "diary", "--json"), 0);

    assertThat(canceled.path("status").asText()).isEqualTo("CANCELED");
    assertThat(json(owner.end(), 1).path("status").asText()).isEqualTo("CANCELED");
  }

  /** One after the other, for the owner need not start anew for each. */
  @Test
  void whoComesWhileAJobRunsIsServedOrRefused() throws Exception {
    slowIngest();
    awaitIndexed("diary");

    theSameKnowledgeBaseIsRefusedWithTheNameOfTheJob();
    settingsThatMakeNoDifferenceAreNamed();
    fiftyClientsAtOnceAreAnswered();
    anotherKnowledgeBaseIsIngestedMeanwhileFromWhereTheClientStands();
  }

  private void theSameKnowledgeBaseIsRefusedWithTheNameOfTheJob() throws Exception {
    JsonNode refused = json(run("ingest", "slow", "--kb", "diary", "--json"), 4);

    assertThat(refused.path("error").path("code").asText()).isEqualTo("JOB_ACTIVE");
    String job = json(run("status", "diary", "--json"), 0).path("job_id").asText();
    assertThat(refused.path("error").path("message").asText()).contains(job);
  }

  private void settingsThatMakeNoDifferenceAreNamed() throws Exception {
    Result same = run("list", "--json");
    assertThat(same.err()).isEmpty();
    Result other =
        run("list", "--json", "-D", "ingestion.batch-size=7", "-D", "ingestion.log-level=debug");

    json(other, 0);
    assertThat(other.err())
        .contains("The settings of process", "not used: ingestion.batch-size = 7")
        .hasLineCount(1);
  }

  private void fiftyClientsAtOnceAreAnswered() throws Exception {
    OwnerEndpoint endpoint = endpoint();
    ExecutorService threads = Executors.newFixedThreadPool(50);
    try {
      List<Callable<Result>> fifty = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        fifty.add(() -> give(endpoint, "", false, "status", "diary", "--json"));
      }
      for (Future<Result> answer : threads.invokeAll(fifty)) {
        assertThat(json(answer.get(), 0).path("kb_id").asText()).isEqualTo("diary");
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private void anotherKnowledgeBaseIsIngestedMeanwhileFromWhereTheClientStands() throws Exception {
    Result ingested =
        start(
                program.directory().resolve("quick"),
                Map.of("INGESTION_DATA_ROOT", "../" + dataRoot),
                "ingest",
                ".",
                "--kb",
                "animals",
                "--json")
            .end();

    assertThat(json(ingested, 0).path("documents").path("indexed").asInt()).isEqualTo(1);
    assertThat(run("list", "--json").out())
        .contains(program.directory().resolve("quick").toRealPath().toString());
    assertThat(log())
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(".* client=[0-9]+ .*- Running ingest of process [0-9]+")
                    .doesNotContain("animals"));
  }

  @Test
  void anOwnerWhoseCommandIsOverStaysForTheJobsOfOthers() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");
    Path other = corpus("other-" + dataRoot);
    Running client = start("ingest", other.toString(), "--kb", "other", "--json");
    awaitIndexed("other");
    assertThat(json(run("cancel", "diary", "--json"), 0).path("status").asText())
        .isEqualTo("CANCELED");

    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.readString(owner.err()).contains("staying for ingest of process"));
    assertThat(Files.readString(owner.out())).hasLineCount(1).contains("CANCELED");
    assertThat(json(run("status", "other", "--json"), 0).path("status").asText())
        .isEqualTo("RUNNING");

    openGate();
    assertThat(json(client.end(), 0).path("documents").path("indexed").asInt())
        .isEqualTo(DOCUMENTS);
    assertThat(owner.end().code()).isEqualTo(1);
    assertThat(run("verify", "other").code()).isZero();
  }

  @Test
  void whoLeavesLeavesTheJobToTheOwner() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");
    Path other = corpus("other-" + dataRoot);
    Running client = start("ingest", other.toString(), "--kb", "left", "--json");
    awaitIndexed("left");

    signal("INT", client);
    Result left = client.end();

    JsonNode state = json(left, 130);
    assertThat(state.path("kb_id").asText()).isEqualTo("left");
    assertThat(state.path("status").asText()).isEqualTo("RUNNING");
    assertThat(state.path("waiting").asText()).doesNotContain("process");
    assertThat(left.err())
        .contains("The job goes on in process " + owner.process().pid(), "ingestion status left");
    assertThat(json(run("status", "left", "--json"), 0).path("status").asText())
        .isEqualTo("RUNNING");
    openGate();
    assertThat(owner.end().code()).isZero();
    assertThat(json(run("status", "left", "--json"), 0).path("status").asText())
        .isEqualTo("COMPLETED");
  }

  @Test
  void anOwnerThatIsToldToEndEndsTheCommandsOfOthers() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");
    Path other = corpus("other-" + dataRoot);
    String[] ingest = {"ingest", other.toString(), "--kb", "ended", "--json"};
    Running client = start(ingest);
    awaitIndexed("ended");

    signal("TERM", owner);
    Result ended = client.end();

    JsonNode state = json(ended, 130);
    assertThat(state.path("kb_id").asText()).isEqualTo("ended");
    assertThat(state.path("status").asText()).isEqualTo("RUNNING");
    assertThat(state.path("waiting").asText()).contains("interrupted");
    assertThat(ended.err())
        .contains(
            "Process %d, which ran this command, was told to end.".formatted(owner.process().pid()),
            "The job is kept");
    assertThat(owner.end().code()).isEqualTo(130);
    assertThat(lockFile()).content().doesNotContain("token=", "port=");
    openGate();
    assertThat(json(run(ingest), 0).path("documents").path("seen").asInt()).isEqualTo(DOCUMENTS);
  }

  @Test
  void anOwnerThatIsKilledIsNamedAndTheNextProcessTakesOver() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");
    Path other = corpus("other-" + dataRoot);
    String[] ingest = {"ingest", other.toString(), "--kb", "killed", "--json"};
    Running client = start(ingest);
    awaitIndexed("killed");

    owner.process().destroyForcibly().waitFor();
    Result died = client.end();

    assertThat(died.err())
        .contains("process " + owner.process().pid(), "has ended before this command was done");
    assertThat(json(died, 1).path("error").path("code").asText()).isEqualTo("OWNER_UNAVAILABLE");
    assertThat(lockFile()).content().as("left behind").contains("token=");
    openGate();
    assertThat(json(run(ingest), 0).path("documents").path("seen").asInt()).isEqualTo(DOCUMENTS);
    assertThat(lockFile()).content().doesNotContain("token=");
  }

  @Test
  void twoThatIngestAtTheSameMomentBothComplete() throws Exception {
    openGate();
    Running one = start("ingest", "slow", "--kb", "one", "--json");
    Running two = start("ingest", "slow", "--kb", "two", "--json");

    for (Result result : List.of(one.end(), two.end())) {
      assertThat(json(result, 0).path("documents").path("indexed").asInt()).isEqualTo(DOCUMENTS);
    }
    assertThat(run("verify", "one").code()).isZero();
    assertThat(run("verify", "two").code()).isZero();
  }

  @Test
  void strangersLearnNothingAndDisturbNobody() throws Exception {
    Running owner = slowIngest();
    awaitIndexed("diary");
    OwnerEndpoint endpoint = endpoint();
    try (Socket silent = connect(endpoint);
        Socket wrong = connect(endpoint);
        Socket garbage = connect(endpoint)) {
      wrong
          .getOutputStream()
          .write(("INGESTION 1 " + "0".repeat(64)).getBytes(StandardCharsets.US_ASCII));
      garbage.getOutputStream().write(new byte[10_000]);

      assertThat(answerOf(wrong)).isEmpty();
      assertThat(answerOf(garbage)).isEmpty();
      json(run("status", "diary", "--json"), 0);
      assertThat(answerOf(silent)).isEmpty();
    }

    assertThat(Files.getPosixFilePermissions(lockFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    openGate();
    Result ended = owner.end();
    assertThat(ended.code()).isZero();
    assertThat(ended.out() + ended.err() + String.join("", log())).doesNotContain(endpoint.token());
  }

  @Test
  void deleteAsksWhereItWasGiven() throws Exception {
    assertThat(run("ingest", "quick", "--kb", "animals").code()).isZero();
    slowIngest();
    awaitIndexed("diary");

    assertThat(run("delete", "animals").err()).contains("needs --yes");
    Result refused = give(endpoint(), "no\n", true, "delete", "animals");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Delete animals with", "Nothing was deleted.");
    Result unanswered = give(endpoint(), "", true, "delete", "animals");
    assertThat(unanswered.code()).isEqualTo(1);
    Result deleted = give(endpoint(), "yes\n", true, "delete", "animals");
    assertThat(deleted.code()).isZero();
    assertThat(deleted.out()).isEqualTo("Deleted animals.\n");
    assertThat(run("delete", "diary", "--yes", "--json").code()).isEqualTo(4);
  }

  private static Path corpus(String name) throws IOException {
    Path corpus = Files.createDirectories(program.directory().resolve(name));
    for (int i = 0; i < DOCUMENTS; i++) {
      Files.writeString(
          corpus.resolve(i + ".txt"), "Entry %d of the slow diary %s.".formatted(i, name));
    }
    return corpus;
  }

  private Running slowIngest() {
    return start("ingest", "slow", "--kb", "diary", "--json");
  }

  private Running start(String... args) {
    return start(program.directory(), Map.of("INGESTION_DATA_ROOT", dataRoot), args);
  }

  private Running start(Path from, Map<String, String> environment, String... args) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("INGESTION_OPTS", "-D%s=%s".formatted(SlowModel.GATE, gate));
    all.put("INGESTION_PIPELINE_EMBEDDING", "slow");
    all.put("INGESTION_BATCH_SIZE", "2");
    Running running = program.start(program.launcher(), from, all, args);
    processes.add(running.process());
    return running;
  }

  private Result run(String... args) {
    return start(args).end();
  }

  /** As a process would that has a terminal. */
  private static Result give(
      OwnerEndpoint endpoint, String input, boolean interactive, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ForwardedCommand command =
        new ForwardedCommand(
            ProcessHandle.current().pid(),
            args[0],
            List.of(args),
            folder.toString(),
            Map.of(),
            new Screen(interactive, false, false, 80));
    try (ControlClient client = ControlClient.give(command, endpoint, "the owner").orElseThrow()) {
      int code =
          client.show(
              new BufferedReader(new StringReader(input)),
              new PrintStream(out, false, StandardCharsets.UTF_8),
              new PrintStream(err, false, StandardCharsets.UTF_8));
      return new Result(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
  }

  private void openGate() throws IOException {
    Files.writeString(gate, "");
  }

  /** Waits until chunks are indexed, so that others are being embedded. */
  private void awaitIndexed(String kb) {
    Path snapshot = program.directory().resolve(dataRoot).resolve(kb).resolve("state.json");
    Pattern indexed = Pattern.compile("\"indexed\"\\s*:\\s*[1-9]");
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> Files.exists(snapshot) && indexed.matcher(Files.readString(snapshot)).find());
  }

  private static void signal(String name, Running to) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-" + name, Long.toString(to.process().pid()))
                .start()
                .waitFor())
        .isZero();
  }

  private static JsonNode json(Result result, int code) throws IOException {
    assertThat(result.code()).as("%s%s", result.out(), result.err()).isEqualTo(code);
    assertThat(result.out()).hasLineCount(1);
    return JSON.readTree(result.out());
  }

  private Path lockFile() {
    return program.directory().resolve(dataRoot).resolve("_lock");
  }

  private OwnerEndpoint endpoint() throws IOException {
    String text = Files.readString(lockFile());
    return new OwnerEndpoint(
        Integer.parseInt(text.replaceFirst("(?s).*port=([0-9]+).*", "$1")),
        text.replaceFirst("(?s).*token=([0-9a-f]+).*", "$1"));
  }

  private static Socket connect(OwnerEndpoint endpoint) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
  }

  private static byte[] answerOf(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      return new byte[0]; // cut off
    }
  }

  private List<String> log() throws IOException {
    try (Stream<String> lines =
        Files.lines(program.directory().resolve(dataRoot).resolve("_logs/ingestion.log"))) {
      return lines.toList();
    }
  }
}

package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLineHarness.Outcome;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import dev.ingestion.ports.in.DocumentInspector.ExplainedChunk;
import dev.ingestion.ports.in.DocumentInspector.Explanation;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.IngestionPlanner.Plan;
import dev.ingestion.ports.in.KnowledgeBaseService.Source;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.VerificationService.ExportedChunk;
import dev.ingestion.ports.in.VerificationService.Finding;
import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents that scripts depend on; a change here breaks them unless it only adds. */
class JsonContractTest {
  private static final String COMPLETED_JOB =
      """
      {"kb_id":"handbook","job_id":"job-1","source":"default","status":"COMPLETED",\
      "stopping":false,"phase":"INDEXING","priority":5,\
      "documents":{"seen":9,"indexed":7,"unchanged":1,"skipped":1,"failed":0,"removed":2},\
      "chunks":{"queued":124,"embedded":100,"indexed":124,"dead":0},\
      "rate":10.32,"eta":null,"waiting":null,"error":null,\
      "problems":[{"document":"logo.svg","reason":"no text in it","code":"UNSUPPORTED_TYPE"}],\
      "created_at":"2026-03-01T10:00:00Z","started_at":"2026-03-01T10:00:01Z",\
      "completed_at":"2026-03-01T10:00:13Z","elapsed":12.4}
      """;

  private static final String LETTER =
      """
      {"id":7,"document":"jobs.md","source":"default","job_id":"job-1","ordinal":3,\
      "chunk_id":"c0ffee","stage":"embed","code":"EMBEDDING_UNAVAILABLE","message":"busy",\
      "attempts":28,"first_at":"2026-03-01T10:00:00Z","last_at":"2026-03-01T11:00:00Z",\
      "replaying":false}
      """;

  private static final SourceName DEFAULT = SourceName.DEFAULT;

  @TempDir Path dataRoot;
  private CommandLineHarness cli;

  @BeforeEach
  void start() {
    cli = new CommandLineHarness(dataRoot);
    cli.services.problems =
        List.of(
            new DocumentProblem(
                new DocumentKey(DEFAULT, "logo.svg"), ErrorCode.UNSUPPORTED_TYPE, "no text in it"));
  }

  @Test
  void ingestPrintsTheJobAtItsEnd() {
    assertPrints(COMPLETED_JOB, "ingest", "docs", "--kb", "handbook", "--json");
  }

  @Test
  void everyCommandAboutOneJobPrintsTheSame() {
    assertPrints(COMPLETED_JOB, "status", "handbook", "--json");
    assertPrints(COMPLETED_JOB, "pause", "handbook", "--json");
    assertPrints(COMPLETED_JOB, "resume", "handbook", "--json");
    assertPrints(COMPLETED_JOB, "cancel", "handbook", "--json");
    assertPrints(COMPLETED_JOB, "priority", "handbook", "9", "--json");
  }

  @Test
  void aRunningJobHasAnEtaInSecondsAndNoEnd() {
    cli.services.state = States.running(Duration.ofSeconds(11), Duration.ofMillis(85_800));

    assertThat(cli.run("status", "handbook", "--json").out())
        .contains("\"status\":\"RUNNING\"", "\"eta\":85.8,", "\"completed_at\":null");
  }

  @Test
  void aFailedJobNamesItsError() {
    cli.services.state =
        States.failed(new JobError(ErrorCode.MASS_DELETE_REFUSED, "9 of 10 documents are gone"));

    assertThat(cli.run("status", "handbook", "--json").out())
        .contains(
            "\"error\":{\"code\":\"MASS_DELETE_REFUSED\",\"message\":\"9 of 10 documents are"
                + " gone\"}");
  }

  @Test
  void commandsAboutAllJobsPrintThemWithoutProblems() {
    String jobs = "{\"jobs\":[" + withoutProblems() + "]}\n";

    assertPrints(jobs, "status", "--json");
    assertPrints(jobs, "pause", "--all", "--json");
    assertPrints(jobs, "cancel", "--all", "--json");
  }

  @Test
  void theHistoryPrintsWhatHappenedToEachJob() {
    String event =
        """
        {"at":"2026-03-01T10:00:13Z","kind":"STATUS_CHANGED","status":"COMPLETED",\
        "node":"host-1/4711","reason":""}""";
    String past = withoutProblems().replaceFirst("}$", ",\"events\":[" + event + "]}");

    assertPrints("{\"jobs\":[" + past + "]}\n", "status", "handbook", "--history", "--json");
  }

  private static String withoutProblems() {
    return COMPLETED_JOB.strip().replaceFirst("\"problems\":\\[.*?]", "\"problems\":[]");
  }

  @Test
  void searchPrintsHits() {
    cli.services.result =
        new SearchService.Result(SearchService.Mode.HYBRID, List.of(hit()), Duration.ofMillis(12));

    assertPrints(
        """
        {"hits":[{"document":"jobs.md","chunk_id":"c0ffee","score":0.032,"title":"Jobs",\
        "heading":"Jobs > Resume","page":null,"start":10,"end":42,\
        "text":"Give the same command again."}],"elapsed":0.012}
        """,
        "search",
        "handbook",
        "resume",
        "--json");
  }

  @Test
  void theSourceStandsBesideTheDocumentIfThereAreSeveral() {
    cli.services.sources =
        List.of(new Source(DEFAULT, "/a"), new Source(new SourceName("b"), "/b"));
    cli.services.result =
        new SearchService.Result(SearchService.Mode.HYBRID, List.of(hit()), Duration.ZERO);
    cli.services.chunks = List.of(chunk());

    assertThat(cli.run("search", "handbook", "resume", "--json").out())
        .startsWith("{\"hits\":[{\"source\":\"default\",\"document\":\"jobs.md\",");
    assertThat(cli.run("export", "handbook").out())
        .startsWith("{\"source\":\"default\",\"document\":\"jobs.md\",");
  }

  @Test
  void listPrintsKnowledgeBases() {
    assertPrints(
        """
        {"knowledge_bases":[{"kb_id":"handbook","documents":9,"chunks":124,\
        "sources":[{"name":"default","root":"/srv/docs"}],"location":"/data/handbook",\
        "job_id":"job-1","status":"COMPLETED"}]}
        """,
        "list",
        "--json");
  }

  @Test
  void verifyPrintsCountsAndDetails() {
    cli.services.report =
        new Report(
            9,
            124,
            1,
            0,
            1,
            List.of(
                new Finding(Kind.MISSING, "default", "jobs.md", "aa"),
                new Finding(Kind.STALE, "default", "cli.md", "bb")),
            "");

    Outcome outcome = cli.run("verify", "handbook", "--json");

    assertThat(outcome.out())
        .isEqualTo(
            """
            {"documents":9,"chunks":124,"missing":1,"orphaned":0,"stale":1,"condition":null,\
            "details":{"missing":[{"document":"jobs.md","chunk_id":"aa"}],"orphaned":[],\
            "stale":[{"document":"cli.md","chunk_id":"bb"}]}}
            """);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void repairPrintsWhatItFoundAndDid() {
    Report found = new Report(9, 124, 3, 2, 1, List.of(), "");
    Report left = new Report(9, 124, 1, 0, 0, List.of(), "");
    cli.services.repaired =
        new RepairReport(
            found,
            3,
            2,
            1,
            1,
            List.of(new Unmendable("default", "jobs.md", "Its content has changed")),
            left);

    Outcome outcome = cli.run("repair", "handbook", "--json");

    assertThat(outcome.out())
        .isEqualTo(
            """
            {"kb_id":"handbook","documents":9,"chunks":124,"missing":3,"orphaned":2,"stale":1,\
            "condition":null,"mended":3,"removed":2,"embedded":1,"unmendable_count":1,\
            "unmendable":[{"document":"jobs.md","reason":"Its content has changed"}],\
            "left":{"missing":1,"orphaned":0,"stale":0},"clean":false}
            """);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void aSourceThatCannotBeReadIsUnmendableAsAWhole() {
    Report found = new Report(9, 124, 124, 0, 0, List.of(), "is missing");
    cli.services.repaired =
        new RepairReport(
            found, 0, 0, 0, 1, List.of(new Unmendable("default", "", "It is gone")), found);

    assertThat(cli.run("repair", "handbook", "--json").out())
        .contains("\"condition\":\"is missing\"")
        .contains("[{\"source\":\"default\",\"document\":null,\"reason\":\"It is gone\"}]");
  }

  @Test
  void exportPrintsALineForEachChunk() {
    cli.services.chunks = List.of(chunk(), chunk());

    String line =
        """
        {"document":"jobs.md","revision":"r1","chunk_id":"c0ffee","ordinal":0,"text":"Line\\none"}
        """;
    assertPrints(line + line, "export", "handbook");
  }

  @Test
  void planPrintsWhatWouldHappen() {
    cli.services.plan =
        new Plan(
            List.of("new.md"),
            List.of(),
            List.of("old.md"),
            7,
            List.of(),
            12,
            5,
            "",
            Duration.ofMillis(400));

    assertPrints(
        """
        {"added":["new.md"],"changed":[],"removed":["old.md"],"unchanged":7,"problems":[],\
        "chunks":12,"chunks_to_embed":5,"mass_delete":null,"estimate":0.4}
        """,
        "ingest",
        "docs",
        "--kb",
        "handbook",
        "--plan",
        "--json");
    assertThat(cli.services.started).isEmpty();
  }

  @Test
  void explainPrintsTheDocument() {
    cli.services.explanation =
        new Explanation(
            new DocumentKey(DEFAULT, "jobs.md"),
            "INDEXED",
            null,
            null,
            "r1",
            4L,
            null,
            false,
            "Jobs",
            "text/markdown",
            "Jobs\nGive it again.\n",
            List.of(
                new ExplainedChunk(
                    "c0ffee", 0, List.of("Jobs"), 2, 0, 19, 6, true, "Give it again.")));

    assertPrints(
        """
        {"document":"jobs.md","source":"default","outcome":"INDEXED","code":null,"reason":null,\
        "revision":"r1","live_generation":4,"pending_generation":null,"changed":false,\
        "title":"Jobs","media_type":"text/markdown","chunks":[{"chunk_id":"c0ffee","ordinal":0,\
        "heading":"Jobs","page":2,"start":0,"end":19,"tokens":6,"live":true,\
        "text":"Give it again."}],"text":"Jobs\\nGive it again.\\n"}
        """,
        "explain",
        "handbook",
        "jobs.md",
        "--json");
  }

  @Test
  void dlqListPrintsLetters() {
    cli.services.letters = List.of(letter());

    assertPrints(
        "{\"total\":1,\"letters\":[" + LETTER.strip() + "]}\n",
        "dlq",
        "list",
        "handbook",
        "--json");
  }

  @Test
  void dlqShowPrintsALetterWithStackAndText() {
    cli.services.letters = List.of(letter());

    assertPrints(
        "{\"letter\":"
            + LETTER.strip()
            + ",\"stack\":\"java.lang.X: no\\n\\tat A.b(A.java:1)\\n\",\"text\":\"A poisonous text.\"}\n",
        "dlq",
        "show",
        "handbook",
        "7",
        "--json");
  }

  @Test
  void dlqReplayPrintsItsJobs() {
    cli.services.letters = List.of(letter());
    String job = COMPLETED_JOB.strip().replaceFirst("\"problems\":\\[.*?]", "\"problems\":[]");

    assertPrints(
        "{\"letters\":1,\"jobs\":[" + job + "]}\n", "dlq", "replay", "handbook", "--all", "--json");
    cli.services.letters = List.of();
    assertPrints("{\"letters\":0,\"jobs\":[]}\n", "dlq", "replay", "handbook", "--all", "--json");
  }

  @Test
  void dlqPurgePrintsHowManyWereDeleted() {
    cli.services.letters = List.of(letter());

    assertPrints(
        """
        {"kb_id":"handbook","purged":1}
        """,
        "dlq",
        "purge",
        "handbook",
        "7",
        "--yes",
        "--json");
  }

  @Test
  void deletePrintsWhatWasDeleted() {
    assertPrints(
        """
        {"kb_id":"handbook","deleted":true}
        """,
        "delete",
        "handbook",
        "--yes",
        "--json");
  }

  @Test
  void configPrintsEverySettingWithItsOrigin() {
    assertThat(cli.run("config", "--json").out())
        .startsWith("{\"settings\":[{\"key\":\"ingestion.chunking.overlap\",")
        .contains(
            "{\"key\":\"ingestion.data-root\",\"variable\":\"INGESTION_DATA_ROOT\",\"value\":\"%s\",\"origin\":\"variable INGESTION_DATA_ROOT\"}"
                .formatted(dataRoot));
  }

  @Test
  void adaptersPrintsTheChosenAndTheInstalled() {
    assertThat(cli.run("adapters", "--json").out())
        .startsWith("{\"adapters\":[")
        .contains(
            """
            {"setting":"ingestion.pipeline.parser","chosen":"tika","available":["plain","tika"]}\
            """);
  }

  @Test
  void versionNamesProgramJavaAndSystem() {
    assertThat(cli.run("version", "--json").out())
        .matches("\\{\"version\":\"[^\"]+\",\"java\":\"[^\"]+\",\"os\":\"[^\"]+\"}\n");
  }

  private static DeadLetter letter() {
    return new DeadLetter(
        7,
        new DocumentKey(DEFAULT, "jobs.md"),
        new JobId("job-1"),
        3,
        "c0ffee",
        "embed",
        ErrorCode.EMBEDDING_UNAVAILABLE,
        "busy",
        28,
        Instant.parse("2026-03-01T10:00:00Z"),
        Instant.parse("2026-03-01T11:00:00Z"),
        false);
  }

  private static Hit hit() {
    return new Hit(
        DEFAULT,
        "jobs.md",
        "c0ffee",
        0.032,
        "Jobs",
        List.of("Jobs", "Resume"),
        0,
        10,
        42,
        "Give the same command again.",
        "Give the \u0001same\u0002 command again.");
  }

  private static ExportedChunk chunk() {
    return new ExportedChunk("default", "jobs.md", "r1", "c0ffee", 0, "Line\none");
  }

  private void assertPrints(String document, String... args) {
    Outcome outcome = cli.run(args);
    assertThat(outcome.out()).isEqualTo(document);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
  }
}

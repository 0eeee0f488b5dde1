package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLineHarness.Outcome;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.DocumentInspector.ExplainedChunk;
import dev.ingestion.ports.in.DocumentInspector.Explanation;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.IngestionPlanner.Plan;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.in.SearchService.Hit;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.in.VerificationService.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  @TempDir Path dataRoot;
  private CommandLineHarness cli;

  @BeforeEach
  void start() {
    cli = new CommandLineHarness(dataRoot);
  }

  @Test
  void ingestPassesOnWhatWasAskedFor() {
    cli.run(
        "ingest",
        "papers",
        "--kb",
        "research",
        "--source",
        "archive",
        "--include",
        "**.pdf",
        "--include",
        "**.md",
        "--exclude",
        "drafts/**",
        "--hidden",
        "--allow-mass-delete");

    assertThat(cli.services.started)
        .containsExactly(
            new StartIngestion(
                new KnowledgeBaseId("research"),
                "documents",
                new SourceName("archive"),
                "papers",
                List.of("**.pdf", "**.md"),
                List.of("drafts/**"),
                true,
                true));
  }

  @Test
  void aJobIsStoppedByNameOrAllAreAndNothingElse() {
    cli.services.state = States.paused();
    assertThat(cli.run("pause", "handbook").code()).isZero();
    assertThat(cli.run("cancel", "--all").code()).isZero();
    assertThat(cli.services.asked).containsExactly("pause handbook", "cancelAll");

    for (String command : new String[] {"pause", "cancel"}) {
      assertThat(cli.run(command).code()).isEqualTo(ExitCode.USAGE);
      Outcome both = cli.run(command, "handbook", "--all");
      assertThat(both.code()).isEqualTo(ExitCode.USAGE);
      assertThat(both.err()).contains("--all", "ingestion " + command + " --help");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest docs --kb handbook", "resume handbook"})
  void aJobThatAnotherCommandPausesIsToldWithWhatContinuesItAndIsInterrupted(String command) {
    cli.services.state = States.paused();

    Outcome outcome = cli.run(command.split(" "));

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.out())
        .contains("handbook  paused", "  next     'ingestion resume handbook' continues it\n");
    assertThat(outcome.err()).isEqualTo("ingestion: Another command paused the job\n");
  }

  @Test
  void aPriorityIsANumberFromZeroToNine() {
    assertThat(cli.run("priority", "handbook", "7").code()).isZero();
    assertThat(cli.services.asked).contains("prioritize handbook 7");
    assertThat(cli.run("priority", "handbook", "10").err()).contains("0 to 9");
    assertThat(cli.run("priority", "handbook", "urgent").code()).isEqualTo(ExitCode.USAGE);
    cli.run("ingest", "docs", "--kb", "handbook", "--priority", "9");
    assertThat(cli.services.started.get(0).priority()).isEqualTo(new JobPriority(9));
  }

  @Test
  void ingestEndsWithASummary() {
    cli.services.state = States.withFailures();
    cli.services.problems =
        List.of(
            problem("broken.pdf", ErrorCode.DOCUMENT_CORRUPT, "it ends in the middle"),
            problem("logo.svg", ErrorCode.UNSUPPORTED_TYPE, "no text in it"));

    Outcome outcome = ingest();

    assertThat(outcome.out())
        .isEqualTo(
            """
            handbook  completed after 12.4 s

              seen  indexed  unchanged  skipped  failed  removed
                 9        6          1        1       1        0

              chunks   124 indexed, 100 embedded, 24 with the embedding of an equal text
              data     /data/handbook
              job      job-1

              failed   broken.pdf: It ends in the middle
              skipped  logo.svg: No text in it
            """);
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED_WITH_FAILURES);
  }

  @Test
  void ofManyProblemsTwentyAreShownAndTheRestCounted() {
    cli.services.state = States.ended(new DocumentCounts(2_000, 500, 0, 1_500, 0, 0));
    cli.services.problems =
        IntStream.range(0, 1_500)
            .mapToObj(i -> problem(i + ".bin", ErrorCode.UNSUPPORTED_TYPE, "no text in it"))
            .toList();

    assertThat(ingest().out().lines().filter(line -> line.startsWith("  skipped "))).hasSize(20);
    assertThat(ingest().out()).endsWith("  and 1,480 more; --json lists all\n");
  }

  @Test
  void aFailedJobSaysWhyOnTheErrorStream() {
    cli.services.state =
        States.failed(new JobError(ErrorCode.MASS_DELETE_REFUSED, "9 of 10 documents are gone"));

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            "ingestion: 9 of 10 documents are gone ('ingest' with --allow-mass-delete allows it)\n");
  }

  @ParameterizedTest
  @CsvSource({
    "SOURCE_NOT_FOUND, 2",
    "UNKNOWN_KNOWLEDGE_BASE, 2",
    "JOB_ACTIVE, 4",
    "DATA_ROOT_IN_USE, 4",
    "STORAGE_UNAVAILABLE, 1",
    "INDEX_DAMAGED, 1"
  })
  void theCategoryOfAnErrorDecidesTheExitCode(ErrorCode code, int exit) {
    cli.services.failure = new IngestionException(code, "what went wrong");

    assertThat(ingest().code()).isEqualTo(exit);
  }

  @Test
  void anErrorIsOneLineAndWithJsonOneDocumentAsWell() {
    cli.services.failure = new IngestionException(ErrorCode.JOB_ACTIVE, "job-0 is at it");

    Outcome plain = ingest();
    assertThat(plain.err()).isEqualTo("ingestion: job-0 is at it\n");
    assertThat(plain.out()).isEmpty();

    Outcome json = cli.run("ingest", "docs", "--kb", "handbook", "--json");
    assertThat(json.err()).isEqualTo("ingestion: job-0 is at it\n");
    assertThat(json.out())
        .isEqualTo(
            """
            {"error":{"code":"JOB_ACTIVE","message":"job-0 is at it"}}
            """);
  }

  @Test
  void aDefectNamesTheLogThatHoldsItsStack() throws IOException {
    cli.services.failure = new IllegalStateException("seven is no prime");
    Path log = dataRoot.resolve("_logs/ingestion.log");

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err())
        .isEqualTo(
            ("ingestion: Something went wrong that should not:"
                    + " java.lang.IllegalStateException: seven is no prime;"
                    + " the details are in %s\n")
                .formatted(log));
    assertThat(Files.readString(log))
        .contains("seven is no prime", "at " + CliTest.class.getName());
  }

  @Test
  void aDefectShowsItsStackWhereThereIsNoLog() throws IOException {
    Files.writeString(dataRoot.resolve("_logs"), "in the way of the folder");
    cli.services.failure = new IllegalStateException("seven is no prime");

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(
            "ingestion: Something went wrong that should not:"
                + " java.lang.IllegalStateException: seven is no prime\n",
            "\tat " + CliTest.class.getName())
        .doesNotContain("the details are in");
  }

  @Test
  void withoutALogFileTheWorkGoesOn() throws IOException {
    Files.writeString(dataRoot.resolve("_logs"), "in the way of the folder");

    assertThat(ingest().code()).isEqualTo(ExitCode.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"serach", "srch", "searhc"})
  void anUnknownCommandIsRefusedWithASuggestion(String typed) {
    Outcome outcome = cli.run(typed, "handbook");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .isEqualTo(
            "ingestion: There is no command '%s'; did you mean search? See 'ingestion --help'\n"
                .formatted(typed));
  }

  @Test
  void nothingIsSuggestedThatIsNotNear() {
    assertThat(cli.run("bogus").err())
        .isEqualTo("ingestion: There is no command 'bogus'; see 'ingestion --help'\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ingest docs --kb a --evry 1h   | There is no option '--evry'; did you mean --every? See"
            + " 'ingestion ingest --help'",
        "ingest docs --kb a --bogus=1   | There is no option '--bogus'; see 'ingestion ingest"
            + " --help'",
        "search a -x                    | There is no option '-x'; a QUERY that begins with '-' goes"
            + " behind '--'; see 'ingestion search --help'",
        "search a --limt 3              | There is no option '--limt'; did you mean --limit? See"
            + " 'ingestion search --help'",
        "ingest a --bogus               | There is no option '--bogus'; see 'ingestion ingest --help'",
        "ingest --bogus --kb a          | There is no option '--bogus'; a PATH that begins with '-' goes"
            + " behind '--'; see 'ingestion ingest --help'",
        "status a b                     | 'b' is one argument too many; see 'ingestion status"
            + " --help'",
        "dlq handbook                   | There is no command 'dlq handbook': there are list, show,"
            + " replay, purge; see 'ingestion dlq --help'",
        "dlq lits handbook              | There is no command 'dlq lits': there are list, show,"
            + " replay, purge; did you mean dlq list? See 'ingestion dlq --help'",
        "dlq list a --code JOB_ACTIV     | Invalid value for option '--code': 'JOB_ACTIV' is no"
            + " error code; did you mean JOB_ACTIVE? See 'ingestion dlq list --help'",
        "dlq show a x                   | Invalid value for LETTER: 'x' is not a whole number; see"
            + " 'ingestion dlq show --help'",
        "search a b --limit x           | Invalid value for option '--limit': 'x' is not a whole"
            + " number; see 'ingestion search --help'",
        "ingest a --kb b --kb c         | Option '--kb' can be given only once; see 'ingestion"
            + " ingest --help'",
        "help ingest extra              | 'extra' is one argument too many; see 'ingestion ingest"
            + " --help'",
        "help dlq lits                  | There is no command 'dlq lits': there are list, show,"
            + " replay, purge; did you mean dlq list? See 'ingestion dlq --help'",
        "help ingst                     | There is no command 'ingst'; did you mean ingest? See"
            + " 'ingestion --help'",
        "-D a list                      | Value for option '-D' (KEY=VALUE) should be in KEY=VALUE"
            + " format but was a; see 'ingestion --help'",
        "dlq                            | A command is missing behind 'ingestion dlq': there are"
            + " list, show, replay, purge; see 'ingestion dlq --help'",
      })
  void misuseNamesWhatIsWrongAndWhatWouldBeRight(String typed, String message) {
    Outcome outcome = cli.run(typed.split(" +"));

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).isEqualTo("ingestion: " + message + "\n");
  }

  @Test
  void aSettingWithoutAValueIsRefusedInOneSentence() {
    assertThat(cli.run("list", "-D", "ingestion.log-level").err())
        .doesNotContain("option option")
        .contains("-D")
        .hasLineCount(1);
  }

  @Test
  void aServerThatIsNotThereIsNamedAndNothingIsDoneHere() {
    for (String option :
        List.of("--server=http://127.0.0.1:1", "-Dingestion.server=http://127.0.0.1:1")) {
      Outcome outcome = cli.run("list", option, "--json");

      assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
      assertThat(outcome.err())
          .contains("http://127.0.0.1:1 cannot be reached: nobody listens there")
          .hasLineCount(1);
      assertThat(outcome.out()).contains("\"code\":\"OWNER_UNAVAILABLE\"");
    }
    assertThat(cli.services.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dlq list kb",
        "dlq show kb 7",
        "dlq replay kb --all",
        "dlq purge kb --all --yes",
        "schedule list",
        "schedule show kb",
        "schedule pause kb",
        "schedule resume kb",
        "schedule remove kb",
        "token list",
        "token create ci --role read",
        "token revoke ci"
      })
  void commandsOfTwoWordsAreGivenToAServerAsOthersAre(String line) {
    String[] words = (line + " --server http://127.0.0.1:1").split(" ");

    assertThat(cli.run(words).err()).contains("http://127.0.0.1:1 cannot be reached");
  }

  @Test
  void anAddressThatIsNoneIsMisuse() {
    for (String address : List.of("localhost:8080", "ftp://host", "http://", "http://[x")) {
      Outcome outcome = cli.run("list", "--server", address);

      assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
      assertThat(outcome.err()).contains("http://127.0.0.1:8080");
    }
  }

  @Test
  void whatNeedsNoPlatformRunsHereWhateverServerThereIs() {
    cli.environment.put("INGESTION_SERVER", "http://127.0.0.1:1");
    cli.environment.put("INGESTION_API_TOKEN", "secret");

    assertThat(cli.run("version").code()).isZero();
    assertThat(cli.run("config").out()).contains("http://127.0.0.1:1").doesNotContain("secret");
  }

  @Test
  void aValueThatCannotBeUsedIsSaidToBeOfTheOptionThatGaveIt() {
    assertThat(cli.run("list", "--server", "nowhere").err())
        .contains(
            "ingestion.server = nowhere (option --server):"
                + " must be an address such as http://127.0.0.1:8080\n");
    assertThat(cli.run("list", "-Dingestion.server=nowhere").err())
        .contains("ingestion.server = nowhere (option -D): must be an address");
  }

  @Test
  void whereNothingWasEverDoneItSaysHowToBegin() {
    cli.services.state = null;

    for (String command : List.of("status", "list")) {
      assertThat(cli.run(command).out())
          .isEqualTo(
              "There is no knowledge base yet; 'ingestion ingest PATH --kb ID' makes one.\n");
    }
    cli.services.history = List.of();
    assertThat(cli.run("pause", "--all").out()).isEqualTo("No job is running.\n");
    assertThat(cli.run("cancel", "--all").out()).isEqualTo("There is no job to cancel.\n");
    assertThat(cli.run("status", "handbook", "--history").out())
        .isEqualTo("Knowledge base 'handbook' never had a job; 'ingest' starts one\n");
  }

  @Test
  void aJobThatWaitsIsToldFromOneThatIsWorkedOn() {
    IngestionState running = States.running(Duration.ofSeconds(1), Duration.ofSeconds(9));
    List<String> tables = List.of("list", "status", "status handbook --history");
    cli.services.state = running;
    cli.services.history = List.of(running);
    assertThat(tables).noneMatch(table -> cli.run(table.split(" ")).out().contains("waits"));

    IngestionState waiting = running.waitingFor("for a process");
    cli.services.state = waiting;
    cli.services.history = List.of(waiting);
    assertThat(tables)
        .allMatch(table -> cli.run(table.split(" ")).out().contains("running, waits"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest docs --kb handbook", "resume handbook"})
  void aJobThatAnotherCommandCancelsIsToldAndHasFailed(String command) {
    cli.services.state = States.canceled();

    Outcome outcome = cli.run(command.split(" "));

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).contains("handbook  canceled");
    assertThat(outcome.err())
        .isEqualTo("ingestion: Another command canceled the job; what is searchable stays so\n");
  }

  @Test
  void whatCannotBeComparedIsNeitherSaidToAgreeNorToDiffer() {
    cli.services.report = new Report(0, 0, 0, 0, 0, List.of(), "The database was lost");

    Outcome outcome = cli.run("verify", "handbook");

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out())
        .contains("ledger and index cannot be compared", "  The database was lost\n")
        .doesNotContain("agree", "differ");
  }

  @Test
  void aCommandIsNamedAsItIsGiven() {
    ServiceCommand ingest = CommandLines.all().getSubcommands().get("ingest").getCommand();
    ServiceCommand purge =
        CommandLines.all().getSubcommands().get("dlq").getSubcommands().get("purge").getCommand();

    assertThat(ingest.name()).isEqualTo("ingest");
    assertThat(purge.name()).isEqualTo("dlq purge");
  }

  @Test
  void aDatabaseThatIsAwayForAWhileEndsNoCommandWhoseJobIsStillWorkedOn() {
    cli.services.atWork = true;
    cli.services.awaited.addAll(List.of(away(), away()));

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
    assertThat(cli.services.awaited).isEmpty();
    assertThat(outcome.err()).doesNotContain("It is away");
  }

  @Test
  void aStateThatCannotBeReadOfAJobOnWhichNothingWorksEndsTheCommand() {
    cli.services.awaited.add(away());

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.err()).contains("It is away");
  }

  private static IngestionException away() {
    return new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "It is away");
  }

  @Test
  void aJobThatIsCutOffIsNotSaidToRun() {
    cli.services.state = States.cutOff();

    Outcome outcome = ingest();

    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
    assertThat(outcome.out()).contains("handbook  cut off").doesNotContain("running");
    assertThat(outcome.err())
        .contains("has not ended", "'ingestion resume handbook' goes on with it")
        .doesNotContain("server"); // there is none that would
  }

  @Test
  void aPlanTellsWhatWouldBeSkippedFromWhatWouldFail() {
    cli.services.plan =
        new Plan(
            List.of("new.md"),
            List.of("changed.md"),
            List.of("old.md"),
            7,
            List.of(
                problem("broken.pdf", ErrorCode.DOCUMENT_CORRUPT, "it ends in the middle"),
                problem("logo.svg", ErrorCode.UNSUPPORTED_TYPE, "no text in it")),
            12,
            5,
            "Most documents are gone",
            Duration.ofMillis(400));

    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--plan");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .isEqualTo(
            """
            Nothing was touched. A run would

              add 1 document
                new.md
              update 1 document
                changed.md
              remove 1 document
                old.md
              skip 1 document
                logo.svg: No text in it
              fail on 1 document
                broken.pdf: It ends in the middle
              find 7 documents unchanged
              embed 5 of 12 chunks, about 0.40 s of the model's time

            Most documents are gone
            """);
  }

  @Test
  void aWrongChoiceIsAnsweredWithTheRightOnes() {
    assertThat(cli.run("search", "handbook", "a", "--mode", "fuzzy").err())
        .contains("'fuzzy' is none of hybrid, vector, text")
        .hasLineCount(1);
  }

  @Test
  void misuseIsOneDocumentWithJson() {
    Outcome outcome = cli.run("ingest", "docs", "--json");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out())
        .startsWith("{\"error\":{\"code\":\"INVALID_ARGUMENT\",\"message\":\"")
        .hasLineCount(1);
    assertThat(outcome.err()).contains("--kb").hasLineCount(1);
  }

  @Test
  void aBadIdIsRefusedBeforeAnythingStarts() {
    Outcome outcome = cli.run("search", "../x", "word");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("'../x' is not a valid knowledge base id: use 1 to 64 letters")
        .doesNotContain("Exception");
    assertThat(dataRoot).isEmptyDirectory();
  }

  @Test
  void aWrongConfigurationIsToldWithoutAStack() {
    cli.environment.put("INGESTION_LOG_LEVEL", "loud");
    cli.environment.put("INGESTION_DATA_ROOTS", "here");

    Outcome outcome = cli.run("list");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .isEqualTo(
            """
            ingestion: The configuration has 2 problems:
              INGESTION_DATA_ROOTS (environment): is not a known setting; did you mean INGESTION_DATA_ROOT?
              ingestion.log-level = loud (variable INGESTION_LOG_LEVEL): must be one of error, warn, info, debug, trace
            """);
  }

  @Test
  void anAdapterThatIsNotThereIsRefusedWithTheListOfThoseThatAre() {
    Outcome outcome = cli.run("list", "-D", "ingestion.pipeline.parser=tikka");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains("ingestion.pipeline.parser = tikka")
        .contains("must be one of plain, tika");
  }

  @Test
  void searchJoinsWordsAndPassesItsOptions() {
    cli.run("search", "handbook", "resume", "a", "job", "--limit", "3", "--mode", "text");

    assertThat(cli.services.asked)
        .containsExactly("search handbook 'resume a job' 3 TEXT", "status handbook");
  }

  @Test
  void aHitShowsWhereItStandsAndTheWordsThatMatch() {
    cli.services.result = found(3, "Give the \u0001same command\u0002 again.");

    assertThat(cli.run("search", "handbook", "again").out())
        .isEqualTo(
            """
             1  jobs.pdf  page 3  0.032
                Jobs > Resume
                Give the same command again.
            """);

    cli.onTerminal = true;
    assertThat(cli.run("search", "handbook", "again").out())
        .contains("Give the %1$ssame%2$s %1$scommand%2$s again.".formatted(BOLD, RESET));
  }

  @Test
  void aSnippetIsWrappedAtTheTerminalsWidth() {
    cli.services.result = found(0, "word ".repeat(60));

    assertThat(cli.run("search", "handbook", "word").out().lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void documentsCannotSteerTheTerminal() {
    cli.services.result = found(0, "before \u001b[2J after");

    assertThat(cli.run("search", "handbook", "word").out()).contains("before ?[2J after");
  }

  @Test
  void noHitSaysSo() {
    Outcome outcome = cli.run("search", "handbook", "nothing");

    assertThat(outcome.out()).isEqualTo("Nothing found.\n");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
  }

  @Test
  void noHitSaysThatNotAllMayBeSearchableWhereTheLatestJobIsNotCompleted() {
    cli.services.state = States.paused();

    Outcome outcome = cli.run("search", "handbook", "nothing");

    assertThat(outcome.out()).isEqualTo("Nothing found.\n");
    assertThat(outcome.err())
        .isEqualTo(
            "ingestion: The latest job of handbook is paused, so not all of it may be searchable;"
                + " see 'ingestion status handbook'\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
  }

  @Test
  void repairSaysThatThereIsNothingToMend() {
    Outcome outcome = cli.run("repair", "handbook");

    assertThat(outcome.out())
        .isEqualTo("handbook  9 documents, 124 chunks: ledger and index agree, nothing to mend\n");
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
  }

  @Test
  void repairSaysWhatItMended() {
    Report found = new Report(9, 124, 3, 2, 1, List.of(), "");
    cli.services.repaired = new RepairReport(found, 4, 2, 1, 0, List.of(), cli.services.report);

    Outcome outcome = cli.run("repair", "handbook");

    assertThat(outcome.out())
        .isEqualTo(
            """
            handbook  9 documents, 124 chunks: ledger and index agree again

              found   3 missing, 2 orphaned, 1 stale
              mended  4 put back, 2 removed, 1 embedded
            """);
    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED);
  }

  @Test
  void repairNamesWhatCouldNotBeMended() {
    Report found = new Report(9, 124, 3, 0, 0, List.of(), "");
    cli.services.repaired =
        new RepairReport(
            found, 2, 0, 0, 1, List.of(new Unmendable("default", "a.md", "It is gone")), found);

    Outcome outcome = cli.run("repair", "handbook");

    assertThat(outcome.out())
        .contains("not all could be mended")
        .endsWith(
            """
              1 could not be mended; the next ingest reads them again
                a.md  It is gone
            """);
    assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void explainTellsTheReasonAsIngestDoesAndLeavesNoBlankBehindAnything() {
    cli.services.explanation =
        new Explanation(
            new DocumentKey(SourceName.DEFAULT, "link.txt"),
            "skipped",
            ErrorCode.NOT_A_FILE,
            "a link leads to 'a.txt'",
            null,
            null,
            null,
            false,
            "",
            "",
            "",
            List.of(
                new ExplainedChunk("c0ffee", 0, List.of(), 0, 0, 9, 3, true, "Plain."),
                new ExplainedChunk("decade", 1, List.of("Jobs"), 0, 9, 19, 3, true, "Under.")));

    assertThat(cli.run("explain", "handbook", "link.txt").out())
        .isEqualTo(
            """
            link.txt  skipped
              reason    A link leads to 'a.txt'
              chunks    2

              #0
                  characters 0 to 9, 3 tokens, id c0ffee
                  Plain.

              #1  Jobs
                  characters 9 to 19, 3 tokens, id decade
                  Under.
            """);
  }

  @Test
  void deleteAsksOnATerminal() {
    cli.onTerminal = true;
    cli.input = "no\n";
    Outcome refused = cli.run("delete", "handbook");
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err())
        .isEqualTo(
            "Delete handbook with 9 documents and everything known of it? [y/N]"
                + " Nothing was deleted.\n");
    assertThat(cli.services.deleted).isEmpty();

    cli.input = "Yes\n";
    assertThat(cli.run("delete", "handbook").code()).isEqualTo(ExitCode.COMPLETED);
    assertThat(cli.services.deleted).hasSize(1);
  }

  @Test
  void deleteRefusesWhereNobodyCanBeAsked() {
    Outcome outcome = cli.run("delete", "handbook");

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .isEqualTo("ingestion: Deleting handbook needs --yes where nobody can be asked\n");
    assertThat(cli.services.deleted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V"})
  void theVersionIsAnOptionAsWell(String option) {
    Outcome outcome = cli.run(option);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo(cli.run("version").out());
  }

  @Test
  void withoutACommandTheUsageIsShown() {
    Outcome outcome = cli.run();

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("Usage: ingestion", "Exit codes:");
  }

  @Test
  void everyCommandHasHelpWithAnExample() {
    for (String command : CommandLines.names()) {
      Outcome outcome = cli.run(command, "--help");
      assertThat(outcome.code()).as(command).isZero();
      assertThat(outcome.out()).as(command).contains("Usage: ingestion " + command);
      assertThat(outcome.out()).as(command).contains("Example");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ingest", "dlq", "dlq replay", "help"})
  void helpShowsWhatTheCommandItselfWouldShow(String command) {
    Outcome outcome = cli.run(("help " + command).split(" "));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo(cli.run((command + " --help").strip().split(" ")).out());
  }

  @Test
  void helpHasOneEmptyLineBetweenItsParts() {
    for (String command : CommandLines.names()) {
      assertThat(cli.run(command, "--help").out()).as(command).doesNotContain("\n\n\n");
    }
    assertThat(cli.run("--help").out()).contains("help        Explains a command.");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    assertThat(cli.run("completion").out())
        .startsWith("#!")
        .contains("ingest", "--allow-mass-delete");
  }

  private Outcome ingest() {
    return cli.run("ingest", "docs", "--kb", "handbook");
  }

  private static DocumentProblem problem(String path, ErrorCode code, String reason) {
    return new DocumentProblem(new DocumentKey(SourceName.DEFAULT, path), code, reason);
  }

  private static SearchService.Result found(int page, String snippet) {
    Hit hit =
        new Hit(
            SourceName.DEFAULT,
            "jobs.pdf",
            "c0ffee",
            0.032,
            "Jobs",
            List.of("Jobs", "Resume"),
            page,
            10,
            42,
            snippet,
            snippet);
    return new SearchService.Result(SearchService.Mode.HYBRID, List.of(hit), Duration.ZERO);
  }
}

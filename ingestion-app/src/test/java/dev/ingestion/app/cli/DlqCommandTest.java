package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLineHarness.Outcome;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DlqCommandTest {
  private static final Instant TIME = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path dataRoot;
  private CommandLineHarness cli;

  @BeforeEach
  void start() {
    cli = new CommandLineHarness(dataRoot);
    cli.services.letters = List.of(letter(7, 3), letter(9, null));
  }

  @Test
  void listShowsALetterALine() {
    assertThat(cli.run("dlq", "list", "handbook").out())
        .isEqualTo(
            """
              letter  document  chunk  stage  code                   attempts  last
              #7      jobs.md   3      embed  EMBEDDING_UNAVAILABLE        28  2026-03-01T10:00:00Z
              #9      jobs.md   all    embed  EMBEDDING_UNAVAILABLE        28  2026-03-01T10:00:00Z
            """);
    assertThat(cli.run("dlq", "list", "handbook", "--limit", "1").out())
        .endsWith("  and 1 more; --limit shows them\n");
  }

  @Test
  void aListCanBeNarrowed() {
    cli.run("dlq", "list", "handbook", "--document", "a.md", "--code", "internal_error");

    assertThat(cli.services.asked)
        .containsExactly(
            "dlq list handbook Filter[ids=[], document=a.md, code=INTERNAL_ERROR] 100");
  }

  @Test
  void showPrintsTheTextAndTheStack() {
    assertThat(cli.run("dlq", "show", "handbook", "7").out())
        .contains("EMBEDDING_UNAVAILABLE: busy", "A poisonous text.", "    at A.b(A.java:1)");
  }

  @Test
  void replayPassesOnWhichLettersAreMeant() {
    cli.run("dlq", "replay", "handbook", "7");
    cli.run("dlq", "replay", "handbook", "--all");
    cli.run("dlq", "replay", "handbook", "--document", "a.md");

    assertThat(cli.services.asked)
        .containsExactly(
            "dlq replay handbook Filter[ids=[7], document=null, code=null]",
            "dlq replay handbook Filter[ids=[], document=null, code=null]",
            "dlq replay handbook Filter[ids=[], document=a.md, code=null]");
  }

  @Test
  void nothingIsDoneToAllLettersUnlessThatWasSaid() {
    for (String command : List.of("replay", "purge")) {
      assertThat(cli.run("dlq", command, "handbook").code()).isEqualTo(ExitCode.USAGE);
      assertThat(cli.run("dlq", command, "handbook", "7", "--all").code())
          .isEqualTo(ExitCode.USAGE);
    }
    assertThat(cli.services.asked).isEmpty();
  }

  @Test
  void replayGoesThroughTheSourcesAndEndsAsTheWorstOfThem() {
    cli.services.replays.add(States.withFailures());
    cli.services.replays.add(States.completed());

    Outcome outcome = cli.run("dlq", "replay", "handbook", "--all");

    assertThat(outcome.code()).isEqualTo(ExitCode.COMPLETED_WITH_FAILURES);
    assertThat(outcome.out().lines().filter(line -> line.startsWith("handbook  completed")))
        .hasSize(3);
    assertThat(cli.services.replays).isEmpty();
  }

  @Test
  void aReplayThatAnotherCommandPausesIsInterrupted() {
    cli.services.state = States.paused();
    cli.services.replays.add(States.completed());

    Outcome outcome = cli.run("dlq", "replay", "handbook", "--all");

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.err()).isEqualTo("ingestion: Another command paused the job\n");
    assertThat(cli.services.replays).hasSize(1);
  }

  @Test
  void aReplayThatFailsGoesNoFurther() {
    cli.services.state = States.failed(new JobError(ErrorCode.INTERNAL_ERROR, "broken"));
    cli.services.replays.add(States.completed());

    assertThat(cli.run("dlq", "replay", "handbook", "--all").code()).isEqualTo(ExitCode.FAILED);
    assertThat(cli.services.replays).hasSize(1);
  }

  @Test
  void purgeAsksFirst() {
    assertThat(cli.run("dlq", "purge", "handbook", "--all").code()).isEqualTo(ExitCode.USAGE);
    cli.onTerminal = true;
    cli.input = "no\n";
    Outcome kept = cli.run("dlq", "purge", "handbook", "--all");
    assertThat(kept.err()).contains("Delete 2 dead letters of handbook", "Nothing was deleted.");
    assertThat(cli.services.asked).isEmpty();

    cli.input = "y\n";
    assertThat(cli.run("dlq", "purge", "handbook", "--all").out())
        .isEqualTo("Deleted 2 dead letters.\n");
  }

  @Test
  void whereThereAreNoSuchLettersItSaysWhichWereAskedFor() {
    cli.services.letters = List.of();

    assertThat(cli.run("dlq", "list", "handbook").out())
        .isEqualTo("Knowledge base 'handbook' has no dead letter.\n");
    assertThat(cli.run("dlq", "list", "handbook", "--document", "a.md").out())
        .isEqualTo("Knowledge base 'handbook' has no dead letter of document 'a.md'.\n");
    assertThat(cli.run("dlq", "replay", "handbook", "7", "9").out())
        .isEqualTo("Knowledge base 'handbook' has no dead letter 7, 9.\n");
    assertThat(cli.run("dlq", "purge", "handbook", "--code", "INTERNAL_ERROR").out())
        .as("without asking whether nothing is to be deleted")
        .isEqualTo("Knowledge base 'handbook' has no dead letter with code INTERNAL_ERROR.\n");
  }

  @Test
  void whoNamesALetterThatIsNotThereIsToldByTheExitCode() {
    cli.services.letters = List.of();

    assertThat(cli.run("dlq", "replay", "handbook", "7").code()).isEqualTo(2);
    assertThat(cli.run("dlq", "purge", "handbook", "7", "--yes").code()).isEqualTo(2);
    assertThat(cli.run("dlq", "replay", "handbook", "--all").code()).isZero();
    assertThat(cli.run("dlq", "purge", "handbook", "--all").code()).isZero();
  }

  private static DeadLetter letter(long id, Integer ordinal) {
    return new DeadLetter(
        id,
        new DocumentKey(SourceName.DEFAULT, "jobs.md"),
        new JobId("job-1"),
        ordinal,
        ordinal == null ? null : "c0ffee",
        "embed",
        ErrorCode.EMBEDDING_UNAVAILABLE,
        "busy",
        28,
        TIME,
        TIME,
        false);
  }
}

package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLineHarness.Outcome;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.ScheduleService.Kept;
import dev.ingestion.ports.in.ScheduleService.Unreadable;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleCommandTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");
  private static final Schedule NIGHTLY = new Cron("0 3 * * *", ZoneId.of("Europe/Berlin"));

  @TempDir Path dataRoot;
  private CommandLineHarness cli;

  @BeforeEach
  void start() {
    cli = new CommandLineHarness(dataRoot);
  }

  @ParameterizedTest
  @CsvSource({
    "90s, every 1m30s",
    "15m, every 15m",
    "15 min, every 15m",
    "6H, every 6h",
    "1d, every 1d"
  })
  void anIntervalIsANumberWithAUnit(String typed, String schedule) {
    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--every", typed);

    assertThat(outcome.code()).isZero();
    assertThat(cli.services.scheduled.asked).containsExactly("keep handbook " + schedule);
    assertThat(outcome.err())
        .contains("Kept: " + schedule, "next run is 2026-03-02T02:00:00Z", "ingestion serve");
    assertThat(outcome.out()).contains("again", schedule);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "m", "5w", "-5s"})
  void anIntervalWithoutANumberOrAUnitIsRefused(String typed) {
    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--every=" + typed);

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err())
        .contains(
            "'" + typed + "' is no interval: give a number with a unit, for example 90s, 15m");
    assertThat(cli.services.scheduled.asked).isEmpty();
  }

  @Test
  void anExpressionIsKeptWithItsZoneAndWhatFollowsChanges() {
    Outcome outcome =
        cli.run(
            "ingest",
            "docs",
            "--kb",
            "handbook",
            "--cron",
            "0 3 * * *",
            "--zone",
            "Europe/Berlin",
            "--watch");

    assertThat(outcome.code()).isZero();
    assertThat(cli.services.scheduled.asked)
        .containsExactly("keep handbook at \"0 3 * * *\" in Europe/Berlin followed");
    assertThat(outcome.err()).contains("and after changes", "2026-03-02T03:00+01:00");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--every soon              | 90s, 15m, 6h or 1d",
        "--every 0s                | one second",
        "--every 5m --cron 0       | either --every or --cron",
        "--every 5m --zone UTC     | --cron",
        "--cron 0 --zone Nowhere   | Europe/Berlin",
        "--every 5m --plan         | --plan",
        "--watch --plan            | --plan"
      })
  void aMistakeIsToldBeforeAnythingBegins(String options, String why) {
    String[] typed = ("ingest docs --kb handbook " + options).split(" +");

    Outcome outcome = cli.run(typed);

    assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
    assertThat(outcome.err()).contains(why).hasLineCount(1);
    assertThat(cli.services.started).isEmpty();
  }

  @Test
  void aMalformedExpressionStartsNothing() {
    assertThat(cli.run("ingest", "docs", "--kb", "handbook", "--cron", " ").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(cli.services.started).isEmpty();
  }

  @Test
  void theListShowsWhatIsKeptAndHowItStands() {
    cli.services.scheduled.entries = List.of(nightly(false, "for job job-9 (paused) to end"));

    Outcome outcome = cli.run("schedule", "list");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("handbook", "at \"0 3 * * *\" in Europe/Berlin")
        .contains("2026-03-02T03:00+01:00", "2026-03-01T02:00:00Z, completed")
        .contains("waits for job job-9 (paused) to end");
    cli.services.scheduled.entries = List.of();
    assertThat(cli.run("schedule", "list").out()).contains("There are no schedules", "--every");
  }

  @Test
  void oneScheduleIsShownPausedResumedAndRemoved() {
    cli.services.scheduled.entries = List.of(nightly(true, null));

    for (String command : List.of("show", "pause", "resume", "remove")) {
      Outcome outcome = cli.run("schedule", command, "handbook", "--source", "papers");
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out()).contains("papers at /srv/papers", "paused", "3 documents failed");
      assertThat(outcome.out().startsWith("Removed.")).isEqualTo(command.equals("remove"));
    }
    assertThat(cli.services.scheduled.asked)
        .containsExactly(
            "show handbook papers",
            "pause handbook papers",
            "resume handbook papers",
            "remove handbook papers");
    cli.services.scheduled.entries = List.of();
    assertThat(cli.run("schedule", "show", "handbook").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void theDocumentOfAScheduleIsThatOfEveryCommand() {
    cli.services.scheduled.entries = List.of(nightly(false, null));
    String document =
        """
        {"kb_id":"handbook","source":"papers","root":"/srv/papers","every":null,\
        "cron":"0 3 * * *","zone":"Europe/Berlin","watch":true,"paused":false,"priority":null,\
        "next_run":"2026-03-02T02:00:00Z","waiting":null,\
        "last_run":{"at":"2026-03-01T02:00:00Z","job_id":"job-1","outcome":"COMPLETED",\
        "message":"3 documents failed"},"unreadable":null}""";

    for (String command : List.of("show", "pause", "resume", "remove")) {
      assertThat(cli.run("schedule", command, "handbook", "--json").out())
          .isEqualTo(document + "\n");
    }
    assertThat(cli.run("schedule", "list", "--json").out())
        .isEqualTo("{\"schedules\":[" + document + "]}\n");
  }

  @Test
  void whatCannotBeReadIsListedWithTheReasonAndWhatToDo() {
    cli.services.scheduled.entries = List.of(unreadable("default"), nightly(false, null));

    Outcome outcome = cli.run("schedule", "list");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("unreadable", "no zone Mars", "2026-03-02T03:00+01:00")
        .contains("'ingestion schedule remove' forgets it", "--every or --cron");
  }

  @Test
  void whatCannotBeReadIsShownAndRemovedAsOthersAre() {
    cli.services.scheduled.entries = List.of(unreadable("default"));

    for (String command : List.of("show", "remove")) {
      Outcome outcome = cli.run("schedule", command, "handbook");
      assertThat(outcome.code()).isZero();
      assertThat(outcome.out())
          .contains("default at /srv/docs", "no zone Mars", "--every or --cron");
      assertThat(cli.run("schedule", command, "handbook", "--json").out())
          .isEqualTo(
              """
              {"kb_id":"handbook","source":"default","root":"/srv/docs","every":null,\
              "cron":null,"zone":null,"watch":false,"paused":false,"priority":null,\
              "next_run":null,"waiting":null,"last_run":null,\
              "unreadable":"no zone Mars; remove it, or give the source another schedule"}
              """);
    }
  }

  @Test
  void aJobWhoseScheduleCannotBeReadIsShownAllTheSame() {
    cli.services.scheduled.entries = List.of(unreadable("default"));

    assertThat(cli.run("status", "handbook").out())
        .contains("never, for its schedule is unreadable", "ingestion schedule show handbook");
    assertThat(cli.run("status", "handbook", "--json").out())
        .contains("\"unreadable\":\"no zone Mars");
  }

  @Test
  void serveBeginsWithWhatCanBeReadAndSaysHowMuchCannot() {
    cli.services.scheduled.entries = List.of(unreadable("default"), nightly(false, null));
    Thread.currentThread().interrupt(); // as if it were told to end at once

    Outcome outcome = cli.run("serve");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.out())
        .contains("2 schedules (1 unreadable: see 'ingestion schedule list'), next run 2026-03-02");
  }

  private static Kept unreadable(String source) {
    return new Unreadable(KB, new SourceName(source), "/srv/docs", "no zone Mars");
  }

  @Test
  void aJobIsShownWithTheNextRunOfItsSource() {
    cli.services.scheduled.entries =
        List.of(entry(SourceName.DEFAULT, new Every(Duration.ofMinutes(15)), false, null));

    assertThat(cli.run("status", "handbook").out())
        .contains("every 15m, and after changes, next 2026-03-02T02:00:00Z");
    assertThat(cli.run("status", "handbook", "--json").out())
        .contains("\"schedule\":{\"kb_id\":\"handbook\"", "\"every\":900.0");
    cli.services.scheduled.entries = List.of(nightly(false, null));
    assertThat(cli.run("status", "handbook", "--json").out())
        .as("the schedule of another source")
        .doesNotContain("schedule");
  }

  @Test
  void whatIsFollowedIsIngestedAgainAfterEachChangeUntilItIsInterrupted() {
    cli.services.scheduled.changes.addAll(List.of(false, true, false, true));

    Outcome outcome =
        cli.run("ingest", "docs", "--kb", "handbook", "--watch", "--allow-mass-delete", "--json");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(cli.services.started).hasSize(3);
    assertThat(cli.services.started)
        .extracting(started -> started.allowMassDelete())
        .containsExactly(true, false, false);
    assertThat(outcome.out()).hasLineCount(3);
    assertThat(cli.services.scheduled.asked).containsExactly("follow docs", "unfollow");
  }

  @Test
  void whatIsPausedIsNotResumedByAChange() {
    cli.services.state = States.paused();
    cli.services.scheduled.changes.add(true);

    cli.run("ingest", "docs", "--kb", "handbook", "--watch");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(cli.services.started).hasSize(1);
    assertThat(cli.services.scheduled.asked).containsExactly("follow docs", "put back", "unfollow");
  }

  @Test
  void aFolderThatCannotBeIngestedForAWhileIsFollowedAllTheSame() {
    cli.services.scheduled.changes.addAll(List.of(true, true));
    cli.services.scheduled.onChange =
        () ->
            cli.services.failure = new IngestionException(ErrorCode.SOURCE_NOT_FOUND, "It is gone");

    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--watch");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.err().lines().filter(line -> line.contains("It is gone"))).hasSize(2);
  }

  @Test
  void aChangeThatCannotBeIngestedForAPassingReasonIsToldOnceAndTriedAgain() {
    cli.services.scheduled.changes.addAll(List.of(true, true));
    cli.services.scheduled.onChange =
        () ->
            cli.services.failure =
                new IngestionException(ErrorCode.SOURCE_UNAVAILABLE, "It is away");

    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--watch");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.err().lines().filter(line -> line.contains("It is away"))).hasSize(1);
    assertThat(cli.services.scheduled.asked)
        .containsExactly("follow docs", "put back", "put back", "unfollow");
  }

  @Test
  void aFirstRunWhoseStateCannotBeReadAnyMoreIsTriedAgain() {
    cli.services.awaited.add(new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "It is away"));
    cli.services.scheduled.changes.add(true);

    Outcome outcome = cli.run("ingest", "docs", "--kb", "handbook", "--watch");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(outcome.err().lines().filter(line -> line.contains("It is away"))).hasSize(1);
    assertThat(cli.services.started).hasSize(2);
    assertThat(cli.services.scheduled.asked).containsExactly("follow docs", "put back", "unfollow");
  }

  @Test
  void serveTakesUpWhatWasLeftAndSaysWhenItIsReady() {
    cli.services.scheduled.entries = List.of(nightly(true, null), nightly(false, null));
    Thread.currentThread().interrupt(); // as if it were told to end at once

    Outcome outcome = cli.run("serve");
    assertThat(Thread.interrupted()).isTrue();

    assertThat(outcome.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(cli.services.asked).containsExactly("takeUp");
    assertThat(outcome.out())
        .matches(
            "Ready as process [0-9]+: 1 job to go on with, 2 schedules, next run"
                + " 2026-03-02T03:00\\+01:00. Ctrl-C ends it.\n");
  }

  private static Entry nightly(boolean paused, @Nullable String waiting) {
    return entry(new SourceName("papers"), NIGHTLY, paused, waiting);
  }

  private static Entry entry(
      SourceName source, Schedule schedule, boolean paused, @Nullable String waiting) {
    LastRun last =
        new LastRun(
            Instant.parse("2026-03-01T02:00:00Z"),
            new JobId("job-1"),
            RunOutcome.COMPLETED,
            "3 documents failed");
    return new Entry(
        new ScheduledSource(
            KB, source, "documents", null, schedule, true, paused, FakeSchedules.NEXT, last, 1),
        "/srv/" + source,
        waiting);
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DeadLetterService.Replay;
import dev.ingestion.ports.in.view.JobView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "replay",
    header = "Has dead letters tried again.",
    description = {
      "Runs the sources of the letters as 'ingest' does, one after the other, and ends as it does.",
      "Letters that are mended go; others stay, with their latest error."
    },
    footer = {
      "%nExamples:",
      "  ingestion dlq replay handbook --all",
      "  ingestion dlq replay handbook 7 9",
      "  ingestion dlq replay handbook --code EMBEDDING_UNAVAILABLE"
    })
final class DlqReplayCommand extends ServiceCommand {
  @Mixin LetterFilter which = new LetterFilter();

  @Mixin JsonOption json = new JsonOption();

  DlqReplayCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Replay replay = services.deadLetters().replay(which.kb, which.filter());
    List<IngestionState> ends = watch(services, replay);
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    if (json()) {
      Json.print(
          terminal().out(),
          new ReplayView(
              replay.letters(), ends.stream().map(end -> JobView.of(end, List.of())).toList()));
    } else if (replay.letters() == 0) {
      terminal().out().println(which.none());
    } else {
      JobReport report = new JobReport(terminal(), services.knowledgeBases(), false);
      ends.forEach(end -> report.printEnd(end, platform().isServing()));
    }
    return replay.letters() == 0 ? which.codeOfNone() : code(ends);
  }

  /** A job that fails ends the replay; what is still marked goes with the next run. */
  private List<IngestionState> watch(Services services, Replay replay) {
    JobWatch watch = new JobWatch(terminal(), services.ingestion(), this::interrupted);
    List<IngestionState> ends = new ArrayList<>();
    Optional<IngestionState> next = Optional.ofNullable(replay.state());
    while (next.isPresent()) {
      IngestionState end = watch.toRest(next.get());
      ends.add(end);
      boolean more = !interrupted() && end.status() == JobStatus.COMPLETED;
      next = more ? services.deadLetters().replayNext(which.kb) : Optional.empty();
    }
    return ends;
  }

  /** The worst of them. */
  private static int code(List<IngestionState> ends) {
    List<Integer> codes = ends.stream().map(ExitCode::of).toList();
    return Stream.of(ExitCode.FAILED, ExitCode.INTERRUPTED, ExitCode.COMPLETED_WITH_FAILURES)
        .filter(codes::contains)
        .findFirst()
        .orElse(ExitCode.COMPLETED);
  }

  @Override
  void tellInterrupted() {
    terminal()
        .err()
        .println("\nInterrupted. The letters stay marked: the next run of their source goes on.");
  }

  private record ReplayView(int letters, List<JobView> jobs) {}
}

package dev.ingestion.app.cli;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.IngestionPlanner.Plan;
import dev.ingestion.ports.in.view.JobView;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a run would do. */
final class PlanReport {
  private static final int SHOWN = 20;

  private final Terminal terminal;
  private final boolean json;

  PlanReport(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  void print(Plan plan) {
    if (json) {
      Json.print(terminal.out(), PlanView.of(plan));
    } else {
      printText(plan);
    }
  }

  private void printText(Plan plan) {
    terminal.out().println("Nothing was touched. A run would");
    terminal.out().println();
    printPaths("add", plan.added());
    printPaths("update", plan.changed());
    printPaths("remove", plan.removed());
    printProblems("skip", plan, ErrorCode::isSkip);
    printProblems("fail on", plan, code -> !code.isSkip());
    terminal.out().println("  find %s unchanged".formatted(documents(plan.unchanged())));
    if (plan.chunks() > 0) {
      terminal
          .out()
          .println(
              "  embed %s of %s, about %s of the model's time"
                  .formatted(
                      Words.count(plan.chunksToEmbed()),
                      Words.count(plan.chunks(), "chunk"),
                      Durations.inWords(plan.estimate())));
    }
    if (!plan.massDelete().isEmpty()) {
      terminal.out().println("\n" + Words.oneLine(plan.massDelete()));
    }
  }

  private void printProblems(String action, Plan plan, Predicate<ErrorCode> kind) {
    printPaths(
        action,
        plan.problems().stream()
            .filter(problem -> kind.test(problem.code()))
            .map(PlanReport::described)
            .toList());
  }

  private void printPaths(String action, List<String> paths) {
    if (paths.isEmpty()) {
      return;
    }
    terminal.out().println("  %s %s".formatted(action, documents(paths.size())));
    paths.stream()
        .limit(SHOWN)
        .forEach(path -> terminal.out().println("    " + Words.printable(path)));
    if (paths.size() > SHOWN) {
      terminal.out().println("    and %s more".formatted(Words.count(paths.size() - SHOWN)));
    }
  }

  private static String described(DocumentProblem problem) {
    return problem.document().path() + ": " + Words.sentence(problem.reason());
  }

  private static String documents(long number) {
    return Words.count(number, "document");
  }

  private record PlanView(
      List<String> added,
      List<String> changed,
      List<String> removed,
      long unchanged,
      List<JobView.ProblemView> problems,
      long chunks,
      long chunksToEmbed,
      @Nullable String massDelete,
      double estimate) {
    static PlanView of(Plan plan) {
      return new PlanView(
          plan.added(),
          plan.changed(),
          plan.removed(),
          plan.unchanged(),
          plan.problems().stream().map(JobView.ProblemView::of).toList(),
          plan.chunks(),
          plan.chunksToEmbed(),
          plan.massDelete().isEmpty() ? null : plan.massDelete(),
          JobView.seconds(plan.estimate()));
    }
  }
}

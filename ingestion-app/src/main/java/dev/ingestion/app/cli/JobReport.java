package dev.ingestion.app.cli;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DocumentProblem;
import dev.ingestion.ports.in.KnowledgeBaseService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Kept;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.ScheduleView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a job: counts, where the data lies, and each document that was left out. */
final class JobReport {
  private static final int PROBLEMS_SHOWN = 20;
  private static final int PROBLEMS_IN_JSON = 10_000;

  private final Terminal terminal;
  private final KnowledgeBaseService knowledgeBases;
  private final @Nullable ScheduleService schedules;
  private final boolean json;

  JobReport(Terminal terminal, KnowledgeBaseService knowledgeBases, boolean json) {
    this(terminal, knowledgeBases, null, json);
  }

  /**
   * @param schedules tell when the next run of the job's source is; null if nobody wants to know
   */
  JobReport(
      Terminal terminal,
      KnowledgeBaseService knowledgeBases,
      @Nullable ScheduleService schedules,
      boolean json) {
    this.terminal = terminal;
    this.knowledgeBases = knowledgeBases;
    this.schedules = schedules;
    this.json = json;
  }

  /** Shows a job as it stands. */
  void print(IngestionState state) {
    if (json) {
      printJson(state);
    } else {
      printText(state, state.status().inWords());
      if (state.error() != null) {
        line("error", inCommands(state.error()));
      }
      printNext(state);
      printProblems(state);
    }
  }

  /** What a person can do. Of a job that nobody works on, its reason for waiting says that. */
  private void printNext(IngestionState state) {
    if (state.stopping()) {
      line("next", "it is stopping; 'ingestion status %s' shows when it has".formatted(state.kb()));
    } else if (state.status() == JobStatus.PAUSED || state.status() == JobStatus.FAILED) {
      line("next", "'ingestion resume %s' continues it".formatted(state.kb()));
    }
  }

  /**
   * Shows a job that has just come to its end; an error goes where errors go.
   *
   * @param serving whether the process that worked on it stays to serve
   */
  void printEnd(IngestionState state, boolean serving) {
    if (json) {
      printJson(state);
    } else {
      printText(state, isCutOff(state) ? "cut off" : state.status().inWords());
      if (state.status() == JobStatus.PAUSED) {
        printNext(state);
      }
      printProblems(state);
    }
    if (isCutOff(state)) {
      terminal
          .err()
          .println(
              "ingestion: Nothing works on the job now, and it has not ended%s. %s"
                  .formatted(
                      state.waiting() == null ? "" : " (" + Words.oneLine(state.waiting()) + ")",
                      goesOn(state.kb(), serving)));
    } else if (state.error() != null) {
      terminal.err().println("ingestion: " + inCommands(state.error()));
    } else if (state.status() == JobStatus.CANCELED) {
      terminal
          .err()
          .println("ingestion: Another command canceled the job; what is searchable stays so");
    } else if (state.status() == JobStatus.PAUSED) {
      terminal.err().println("ingestion: Another command paused the job");
    }
  }

  /** A server takes up by itself what only its storage has kept from ending; a command is over. */
  private static String goesOn(KnowledgeBaseId kb, boolean serving) {
    return (serving
            ? "If only its storage was away, the server goes on with it by itself; 'ingestion resume %s' does so at once"
            : "It is kept: 'ingestion resume %s' goes on with it")
        .formatted(kb);
  }

  /** The engine does not know how a command allows what it refuses. */
  private static String inCommands(JobError error) {
    String message = Words.oneLine(error.message());
    return error.code() == ErrorCode.MASS_DELETE_REFUSED
        ? message + " ('ingest' with --allow-mass-delete allows it)"
        : message;
  }

  /**
   * Whether a job whose threads have ended is stored as if it ran: its end could not be stored, or
   * the process that owns the data root is being stopped.
   */
  private static boolean isCutOff(IngestionState state) {
    return state.status() == JobStatus.RUNNING || state.status() == JobStatus.PENDING;
  }

  private void printJson(IngestionState state) {
    Json.print(terminal.out(), document(state));
  }

  /** What is printed as JSON. */
  JobView document(IngestionState state) {
    JobView view = JobView.of(state, problems(state, PROBLEMS_IN_JSON));
    return schedule(state).map(ScheduleView::of).map(view::scheduled).orElse(view);
  }

  private Optional<Kept> schedule(IngestionState state) {
    return schedules == null
        ? Optional.empty()
        : schedules.list(state.kb()).stream()
            .filter(kept -> kept.source().equals(state.source()))
            .findFirst();
  }

  private List<DocumentProblem> problems(IngestionState state, int limit) {
    return knowledgeBases.problems(state.kb(), state.source(), limit);
  }

  private void printText(IngestionState state, String status) {
    terminal.out().println(headline(state, status));
    terminal.out().println();
    DocumentCounts documents = state.documents();
    new Table("seen", "indexed", "unchanged", "skipped", "failed", "removed")
        .row(
            documents.seen(),
            documents.indexed(),
            documents.unchanged(),
            documents.skipped(),
            documents.failed(),
            documents.removed())
        .print(terminal);
    terminal.out().println();
    line("chunks", chunks(state));
    if (state.waiting() != null) {
      line("waiting", Words.oneLine(state.waiting()));
    }
    @Nullable Path location = knowledgeBases.summary(state.kb()).location();
    if (location != null) {
      line("data", Words.printable(location.toString()));
    }
    line("job", state.job().value());
    schedule(state).ifPresent(kept -> line("again", ScheduleWords.again(kept)));
  }

  private String headline(IngestionState state, String status) {
    String stopping = state.stopping() ? ", stopping" : "";
    return "%s  %s%s %s"
        .formatted(
            terminal.bold(state.kb().value()),
            status,
            stopping,
            terminal.dim("after " + Durations.inWords(state.elapsed())));
  }

  private static String chunks(IngestionState state) {
    ChunkCounts chunks = state.chunks();
    StringBuilder text =
        new StringBuilder(
            "%s indexed, %s embedded"
                .formatted(Words.count(chunks.indexed()), Words.count(chunks.embedded())));
    long shared = chunks.indexed() - chunks.embedded();
    if (shared > 0) {
      text.append(", %s with the embedding of an equal text".formatted(Words.count(shared)));
    }
    if (chunks.dead() > 0) {
      text.append(", %s given up".formatted(Words.count(chunks.dead())));
    }
    return text.toString();
  }

  private void line(String label, String value) {
    terminal.out().println("  %s  %s".formatted(terminal.dim("%-7s".formatted(label)), value));
  }

  private void printProblems(IngestionState state) {
    long all = state.documents().skipped() + state.documents().failed();
    List<DocumentProblem> shown = problems(state, PROBLEMS_SHOWN);
    if (shown.isEmpty()) {
      return;
    }
    terminal.out().println();
    for (DocumentProblem problem : shown) {
      terminal
          .out()
          .println(
              "  %s  %s: %s"
                  .formatted(
                      problem.code().isSkip() ? "skipped" : "failed ",
                      Words.printable(problem.document().path()),
                      Words.sentence(problem.reason())));
    }
    if (all > shown.size()) {
      terminal
          .out()
          .println("  and %s more; --json lists all".formatted(Words.count(all - shown.size())));
    }
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.ports.in.view.JobView;
import java.util.List;

/** Several jobs, a line each, and what happened to them if that is asked for. */
final class JobList {
  private final Terminal terminal;
  private final boolean json;
  private final String none;

  /**
   * @param none what is said if there is no job
   */
  JobList(Terminal terminal, boolean json, String none) {
    this.terminal = terminal;
    this.json = json;
    this.none = none;
  }

  /** A job and what happened to it. */
  record Past(IngestionState state, List<JobEvent> events) {}

  void print(List<IngestionState> states) {
    if (json) {
      views(states.stream().map(state -> JobView.of(state, List.of())).toList());
    } else if (states.isEmpty()) {
      terminal.out().println(none);
    } else {
      table(states);
    }
  }

  /** With what happened to each. */
  void printPast(List<Past> jobs) {
    if (json) {
      views(jobs.stream().map(job -> JobView.past(job.state(), job.events())).toList());
      return;
    }
    print(jobs.stream().map(Past::state).toList());
    for (Past job : jobs) {
      terminal.out().println();
      terminal.out().println(terminal.bold(job.state().job().value()));
      events(job.events());
    }
  }

  private void views(List<JobView> jobs) {
    Json.print(terminal.out(), new JobsView(jobs));
  }

  private void table(List<IngestionState> states) {
    Table table =
        new Table(
            "knowledge base", "status", "started", "took", "seen", "indexed", "failed", "job");
    for (IngestionState state : states) {
      table.row(
          state.kb(),
          Words.status(state),
          Words.time(state.createdAt()),
          Durations.inWords(state.elapsed()),
          state.documents().seen(),
          state.documents().indexed(),
          state.documents().failed(),
          state.job());
    }
    table.print(terminal);
  }

  private void events(List<JobEvent> events) {
    Table table = new Table("at", "what", "by", "why");
    for (JobEvent event : events) {
      String what =
          event.kind() == JobEvent.Kind.STATUS_CHANGED && event.status() != null
              ? event.status().inWords()
              : Words.word(event.kind());
      table.row(Words.time(event.at()), what, event.node(), Words.oneLine(event.reason()));
    }
    table.print(terminal);
  }

  private record JobsView(List<JobView> jobs) {}
}

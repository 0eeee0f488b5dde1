package dev.ingestion.app.cli;

import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.view.ScheduleView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules, as a list or one by one. */
final class ScheduleReport {
  private final Terminal terminal;
  private final boolean json;

  ScheduleReport(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  void print(List<Entry> entries) {
    if (json) {
      Json.print(
          terminal.out(), new SchedulesView(entries.stream().map(ScheduleView::of).toList()));
    } else if (entries.isEmpty()) {
      terminal.out().println("There are no schedules; 'ingest' with --every or --cron makes one.");
    } else {
      table(entries);
    }
  }

  private void table(List<Entry> entries) {
    Table table = new Table("knowledge base", "source", "schedule", "next run", "last run", "");
    for (Entry entry : entries) {
      ScheduledSource schedule = entry.scheduled();
      table.row(
          schedule.kb(),
          schedule.source(),
          ScheduleWords.timing(schedule),
          ScheduleWords.nextRun(schedule),
          last(schedule.last()),
          entry.waiting() == null ? "" : "waits " + entry.waiting());
    }
    table.print(terminal);
  }

  void print(Entry entry) {
    if (json) {
      Json.print(terminal.out(), ScheduleView.of(entry));
      return;
    }
    ScheduledSource schedule = entry.scheduled();
    terminal
        .out()
        .println(
            "%s  %s"
                .formatted(terminal.bold(schedule.kb().value()), ScheduleWords.timing(schedule)));
    terminal.out().println();
    line("source", "%s at %s".formatted(schedule.source(), Words.printable(entry.root())));
    line("next run", ScheduleWords.nextRun(schedule));
    if (entry.waiting() != null) {
      line("waiting", entry.waiting());
    }
    LastRun last = schedule.last();
    line("last run", last(last));
    if (last != null && !last.message().isEmpty()) {
      line("message", Words.oneLine(last.message()));
    }
    if (last != null && last.job() != null) {
      line("job", last.job().value());
    }
  }

  private static String last(@Nullable LastRun last) {
    return last == null
        ? "never"
        : "%s, %s".formatted(Words.time(last.at()), Words.word(last.outcome()));
  }

  private void line(String label, String value) {
    terminal.out().println("  %s  %s".formatted(terminal.dim("%-8s".formatted(label)), value));
  }

  private record SchedulesView(List<ScheduleView> schedules) {}
}

package dev.ingestion.app.cli;

import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService.Entry;
import dev.ingestion.ports.in.ScheduleService.Kept;
import dev.ingestion.ports.in.ScheduleService.Unreadable;
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

  void print(List<Kept> all) {
    if (json) {
      Json.print(terminal.out(), new SchedulesView(all.stream().map(ScheduleView::of).toList()));
    } else if (all.isEmpty()) {
      terminal.out().println("There are no schedules; 'ingest' with --every or --cron makes one.");
    } else {
      table(all);
    }
  }

  private void table(List<Kept> all) {
    Table table = new Table("knowledge base", "source", "schedule", "next run", "last run", "");
    for (Kept kept : all) {
      if (kept instanceof Entry entry) {
        row(table, entry);
      } else {
        Unreadable unreadable = (Unreadable) kept;
        table.row(
            kept.kb(), kept.source(), "unreadable", "none", "", Words.oneLine(unreadable.reason()));
      }
    }
    table.print(terminal);
    if (all.stream().anyMatch(Unreadable.class::isInstance)) {
      terminal.out().println();
      terminal
          .out()
          .println(
              "What is unreadable is not run: 'ingestion schedule remove' forgets it, 'ingest' with --every or --cron puts another in its place.");
    }
  }

  private static void row(Table table, Entry entry) {
    ScheduledSource schedule = entry.scheduled();
    table.row(
        schedule.kb(),
        schedule.source(),
        ScheduleWords.timing(schedule),
        ScheduleWords.nextRun(schedule),
        last(schedule.last()),
        entry.waiting() == null ? "" : "waits " + entry.waiting());
  }

  void print(Kept kept) {
    if (json) {
      Json.print(terminal.out(), ScheduleView.of(kept));
    } else if (kept instanceof Entry entry) {
      print(entry);
    } else {
      print((Unreadable) kept);
    }
  }

  private void print(Unreadable schedule) {
    headline(schedule, "unreadable");
    line("reason", Words.oneLine(schedule.reason()));
    line("next run", "none; 'ingest' with --every or --cron gives the source another schedule");
  }

  private void headline(Kept kept, String timing) {
    terminal.out().println("%s  %s".formatted(terminal.bold(kept.kb().value()), timing));
    terminal.out().println();
    line("source", "%s at %s".formatted(kept.source(), Words.printable(kept.root())));
  }

  private void print(Entry entry) {
    ScheduledSource schedule = entry.scheduled();
    headline(entry, ScheduleWords.timing(schedule));
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

package dev.ingestion.app.cli;

import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Kept;
import picocli.CommandLine.Command;

@Command(
    name = "remove",
    header = "Forgets a schedule.",
    description = "A run that has begun goes on. Shows what the schedule was.",
    footer = {"%nExample:", "  ingestion schedule remove handbook"})
final class ScheduleRemoveCommand extends OneScheduleCommand {
  ScheduleRemoveCommand(CommandContext context) {
    super(context);
  }

  @Override
  Kept run(ScheduleService schedules) {
    return schedules.remove(kb, source);
  }

  @Override
  void show(Kept schedule) {
    if (!json()) {
      terminal().out().println("Removed. It was:\n");
    }
    super.show(schedule);
  }
}

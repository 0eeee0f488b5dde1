package dev.ingestion.app.cli;

import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Entry;
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
  Entry run(ScheduleService schedules) {
    return schedules.remove(kb, source);
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Kept;
import picocli.CommandLine.Command;

@Command(
    name = "show",
    header = "Shows one schedule, and what came of its latest run.",
    description = "Its jobs are in 'ingestion status ID --history'.",
    footer = {"%nExample:", "  ingestion schedule show handbook"})
final class ScheduleShowCommand extends OneScheduleCommand {
  ScheduleShowCommand(CommandContext context) {
    super(context);
  }

  @Override
  Kept run(ScheduleService schedules) {
    return schedules.show(kb, source);
  }
}

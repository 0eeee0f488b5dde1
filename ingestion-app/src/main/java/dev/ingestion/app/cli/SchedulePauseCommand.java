package dev.ingestion.app.cli;

import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Entry;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    header = "Lets a schedule rest.",
    description = "No run begins any more; one that has begun goes on.",
    footer = {"%nExample:", "  ingestion schedule pause handbook"})
final class SchedulePauseCommand extends OneScheduleCommand {
  SchedulePauseCommand(CommandContext context) {
    super(context);
  }

  @Override
  Entry run(ScheduleService schedules) {
    return schedules.pause(kb, source);
  }
}

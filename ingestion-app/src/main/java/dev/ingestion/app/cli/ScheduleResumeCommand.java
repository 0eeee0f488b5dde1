package dev.ingestion.app.cli;

import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Entry;
import picocli.CommandLine.Command;

@Command(
    name = "resume",
    header = "Goes on with a schedule that was paused.",
    description = "Runs that were missed meanwhile are not made up for.",
    footer = {"%nExample:", "  ingestion schedule resume handbook"})
final class ScheduleResumeCommand extends OneScheduleCommand {
  ScheduleResumeCommand(CommandContext context) {
    super(context);
  }

  @Override
  Entry run(ScheduleService schedules) {
    return schedules.resume(kb, source);
  }
}

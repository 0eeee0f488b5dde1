package dev.ingestion.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "schedule",
    header = "Shows when sources are ingested again, and changes that.",
    description = {"A schedule is made by 'ingest' with --every or --cron, and run by 'serve'."},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "%nExamples:",
      "  ingestion schedule list",
      "  ingestion schedule show handbook",
      "  ingestion schedule pause handbook",
      "  ingestion schedule remove handbook --source papers"
    })
final class ScheduleCommand {
  static CommandLine with(CommandContext context) {
    return new CommandLine(new ScheduleCommand())
        .addSubcommand(new ScheduleListCommand(context))
        .addSubcommand(new ScheduleShowCommand(context))
        .addSubcommand(new SchedulePauseCommand(context))
        .addSubcommand(new ScheduleResumeCommand(context))
        .addSubcommand(new ScheduleRemoveCommand(context));
  }
}

package dev.ingestion.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "dlq",
    header = "Shows what was given up, and has it tried again.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "%nExamples:",
      "  ingestion dlq list handbook",
      "  ingestion dlq show handbook 7",
      "  ingestion dlq replay handbook --all",
      "  ingestion dlq purge handbook 7 --yes"
    })
final class DlqCommand {
  static CommandLine with(CommandContext context) {
    return new CommandLine(new DlqCommand())
        .addSubcommand(new DlqListCommand(context))
        .addSubcommand(new DlqShowCommand(context))
        .addSubcommand(new DlqReplayCommand(context))
        .addSubcommand(new DlqPurgeCommand(context));
  }
}

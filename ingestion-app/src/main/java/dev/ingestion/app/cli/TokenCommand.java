package dev.ingestion.app.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
    name = "token",
    header = "Makes, lists and revokes the tokens that open the API.",
    description = {
      "As long as there is none, and no ingestion.api-token, the API is open to everybody on this",
      "machine; the first token ends that."
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {
      "%nExamples:",
      "  ingestion token create grafana --role read",
      "  ingestion token create ci --role operate --kb handbook --expires 90d",
      "  ingestion token list",
      "  ingestion token revoke ci"
    })
final class TokenCommand {
  static CommandLine with(CommandContext context) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new TokenCreateCommand(context))
        .addSubcommand(new TokenListCommand(context))
        .addSubcommand(new TokenRevokeCommand(context));
  }
}

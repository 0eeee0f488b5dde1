package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.TokenName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "revoke",
    header = "Makes a token open nothing any more, at once.",
    description = "Whoever has logged in with it is logged out.",
    footer = {"%nExample:", "  ingestion token revoke ci"})
final class TokenRevokeCommand extends ServiceCommand {
  @Parameters(paramLabel = "NAME", description = "The token's.")
  TokenName name = new TokenName("none");

  @Mixin JsonOption json = new JsonOption();

  TokenRevokeCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    services.tokens().revoke(name);
    if (json()) {
      Json.print(terminal().out(), new Revoked(name.value()));
    } else {
      terminal().out().println("Revoked %s.".formatted(name));
    }
    return ExitCode.COMPLETED;
  }

  private record Revoked(String revoked) {}
}

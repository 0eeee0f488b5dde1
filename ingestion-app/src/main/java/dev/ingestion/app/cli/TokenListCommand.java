package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.access.ApiToken;
import dev.ingestion.ports.in.view.TokenView;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    header = "Lists the tokens, and what each of them opens.",
    footer = {"%nExample:", "  ingestion token list"})
final class TokenListCommand extends ServiceCommand {
  @Mixin JsonOption json = new JsonOption();

  TokenListCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    List<ApiToken> tokens = services.tokens().list();
    if (json()) {
      Json.print(terminal().out(), new TokensView(tokens.stream().map(TokenView::of).toList()));
    } else if (tokens.isEmpty()) {
      terminal().out().println("There are no tokens; 'ingestion token create NAME' makes one.");
    } else {
      Table table = new Table("token", "role", "knowledge bases", "made", "expires");
      tokens.forEach(
          token ->
              table.row(
                  token.name(),
                  Words.word(token.role()),
                  knowledgeBases(token),
                  Words.time(token.createdAt()),
                  expiry(token)));
      table.print(terminal());
    }
    return ExitCode.COMPLETED;
  }

  private static String knowledgeBases(ApiToken token) {
    return token.knowledgeBases().isEmpty()
        ? "all"
        : token.knowledgeBases().stream()
            .map(KnowledgeBaseId::value)
            .collect(Collectors.joining(", "));
  }

  private static String expiry(ApiToken token) {
    Instant expiry = token.expiresAt();
    return expiry == null ? "never" : Words.time(expiry);
  }

  private record TokensView(List<TokenView> tokens) {}
}

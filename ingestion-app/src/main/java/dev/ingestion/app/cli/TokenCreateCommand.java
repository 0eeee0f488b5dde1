package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.ports.in.TokenService.Created;
import dev.ingestion.ports.in.view.TokenView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    header = "Makes a token, and shows it this once.",
    description = {
      "read sees everything; operate also starts, stops and mends; admin also makes and deletes",
      "knowledge bases, and runs commands."
    },
    footer = {
      "%nExamples:",
      "  ingestion token create grafana --role read",
      "  ingestion token create ci --role operate --kb handbook --expires 90d"
    })
final class TokenCreateCommand extends ServiceCommand {
  @Parameters(paramLabel = "NAME", description = "By which it is listed and revoked.")
  TokenName name = new TokenName("none");

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "What it may do: read, operate or admin.")
  Role role = Role.READ;

  @Option(
      names = "--kb",
      paramLabel = "ID",
      description = "A knowledge base that it opens; may be repeated. Otherwise all.")
  List<KnowledgeBaseId> knowledgeBases = new ArrayList<>();

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      description = "After how long it opens nothing any more, for example 90d. Otherwise never.")
  @Nullable Every expires;

  @Mixin JsonOption json = new JsonOption();

  TokenCreateCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Created created =
        services
            .tokens()
            .create(
                name,
                role,
                Set.copyOf(knowledgeBases),
                expires == null ? null : expires.interval());
    if (json()) {
      Json.print(
          terminal().out(), new CreatedView(created.secret(), TokenView.of(created.token())));
    } else {
      terminal().out().println(created.secret());
      terminal()
          .err()
          .println("Keep it: it is not shown again. Programs send 'Authorization: Bearer TOKEN'.");
    }
    return ExitCode.COMPLETED;
  }

  private record CreatedView(String secret, TokenView token) {}
}

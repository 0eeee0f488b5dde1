package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    header = "Deletes a knowledge base with its index. Asks first.",
    footer = {"%nExamples:", "  ingestion delete handbook", "  ingestion delete handbook --yes"})
final class DeleteCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Mixin JsonOption json = new JsonOption();

  DeleteCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Summary summary = services.knowledgeBases().summary(kb);
    if (!yes && !confirmed(summary)) {
      terminal().err().println("Nothing was deleted.");
      return ExitCode.FAILED;
    }
    services.knowledgeBases().delete(kb);
    if (json()) {
      Json.print(terminal().out(), new Deleted(kb.value(), true));
    } else {
      terminal().out().println("Deleted %s.".formatted(kb));
    }
    return ExitCode.COMPLETED;
  }

  private boolean confirmed(Summary summary) {
    return new Confirmation(terminal())
        .given(
            "Deleting " + kb,
            "Delete %s with %s and everything known of it?"
                .formatted(kb, Words.count(summary.documents(), "document")));
  }

  private record Deleted(String kbId, boolean deleted) {}
}

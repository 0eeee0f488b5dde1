package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "cancel",
    header = "Ends the job of a knowledge base for good.",
    description = "Work that waits is dropped; what is searchable stays.",
    footer = {"%nExample:", "  ingestion cancel handbook"})
final class CancelCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Mixin JsonOption json = new JsonOption();

  CancelCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    new JobReport(terminal(), services.knowledgeBases(), json())
        .print(services.ingestion().cancel(kb));
    return ExitCode.COMPLETED;
  }
}

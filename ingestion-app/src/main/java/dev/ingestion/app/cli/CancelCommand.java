package dev.ingestion.app.cli;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.IngestionService;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "cancel",
    header = "Ends the job of a knowledge base for good.",
    description = "Work that waits is dropped; what is searchable stays.",
    footer = {"%nExamples:", "  ingestion cancel handbook", "  ingestion cancel --all"})
final class CancelCommand extends StopCommand {
  CancelCommand(CommandContext context) {
    super(context);
  }

  @Override
  IngestionState stop(IngestionService ingestion, KnowledgeBaseId kb) {
    return ingestion.cancel(kb);
  }

  @Override
  List<IngestionState> stopAll(IngestionService ingestion) {
    return ingestion.cancelAll();
  }

  @Override
  String none() {
    return "There is no job to cancel.";
  }
}

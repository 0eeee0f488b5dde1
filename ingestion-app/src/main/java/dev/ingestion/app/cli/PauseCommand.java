package dev.ingestion.app.cli;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.IngestionService;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    header = "Stops the job of a knowledge base and keeps what it has.",
    description = {
      "What is in hand becomes durable first. 'ingestion resume ID', or the command that started the",
      "job, goes on from there."
    },
    footer = {"%nExamples:", "  ingestion pause handbook", "  ingestion pause --all"})
final class PauseCommand extends StopCommand {
  PauseCommand(CommandContext context) {
    super(context);
  }

  @Override
  IngestionState stop(IngestionService ingestion, KnowledgeBaseId kb) {
    return ingestion.pause(kb);
  }

  @Override
  List<IngestionState> stopAll(IngestionService ingestion) {
    return ingestion.pauseAll();
  }

  @Override
  String none() {
    return "No job is running.";
  }
}

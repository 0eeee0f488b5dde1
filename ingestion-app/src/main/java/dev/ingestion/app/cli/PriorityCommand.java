package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "priority",
    header = "Changes how urgent the job of a knowledge base is.",
    description = "Of the work of several jobs, the most urgent is done first.",
    footer = {"%nExample:", "  ingestion priority handbook 9"})
final class PriorityCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Parameters(index = "1", paramLabel = "N", description = "0, the least urgent, to 9.")
  JobPriority priority = JobPriority.DEFAULT;

  @Mixin JsonOption json = new JsonOption();

  PriorityCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    new JobReport(terminal(), services.knowledgeBases(), json())
        .print(services.ingestion().prioritize(kb, priority));
    return ExitCode.COMPLETED;
  }
}

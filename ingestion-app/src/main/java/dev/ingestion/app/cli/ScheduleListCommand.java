package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    header = "Lists the schedules of all knowledge bases, or of one.",
    footer = {"%nExample:", "  ingestion schedule list"})
final class ScheduleListCommand extends ServiceCommand {
  @Parameters(arity = "0..1", paramLabel = "ID", description = "The knowledge base.")
  @Nullable KnowledgeBaseId kb;

  @Mixin JsonOption json = new JsonOption();

  ScheduleListCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    new ScheduleReport(terminal(), json())
        .print(kb == null ? services.schedules().list() : services.schedules().list(kb));
    return ExitCode.COMPLETED;
  }
}

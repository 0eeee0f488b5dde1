package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import dev.ingestion.ports.in.view.KnowledgeBaseView;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    header = "Lists the knowledge bases, and what is in them.",
    footer = {"%nExample:", "  ingestion list"})
final class ListCommand extends ServiceCommand {
  @Mixin JsonOption json = new JsonOption();

  ListCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    List<Summary> summaries = services.knowledgeBases().list();
    if (json()) {
      Json.print(
          terminal().out(), new ListView(summaries.stream().map(KnowledgeBaseView::of).toList()));
    } else if (summaries.isEmpty()) {
      terminal().out().println(Words.NOTHING_YET);
    } else {
      printTable(summaries);
    }
    return ExitCode.COMPLETED;
  }

  private void printTable(List<Summary> summaries) {
    Table table = new Table("knowledge base", "documents", "chunks", "latest job", "sources");
    for (Summary summary : summaries) {
      @Nullable IngestionState state = summary.state();
      table.row(
          summary.kb(),
          summary.documents(),
          summary.chunks(),
          state == null ? "none" : Words.status(state),
          summary.sources().stream()
              .map(source -> source.name() + "=" + source.root())
              .collect(Collectors.joining(", ")));
    }
    table.print(terminal());
  }

  private record ListView(List<KnowledgeBaseView> knowledgeBases) {}
}

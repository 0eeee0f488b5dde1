package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.KnowledgeBaseService.Source;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
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
      Json.print(terminal().out(), new ListView(summaries.stream().map(SummaryView::of).toList()));
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
          state == null ? "none" : state.status().inWords(),
          summary.sources().stream()
              .map(source -> source.name() + "=" + source.root())
              .collect(Collectors.joining(", ")));
    }
    table.print(terminal());
  }

  private record ListView(List<SummaryView> knowledgeBases) {}

  private record SummaryView(
      String kbId,
      long documents,
      long chunks,
      List<SourceView> sources,
      @Nullable String location,
      @Nullable String jobId,
      @Nullable String status) {
    static SummaryView of(Summary summary) {
      @Nullable IngestionState state = summary.state();
      return new SummaryView(
          summary.kb().value(),
          summary.documents(),
          summary.chunks(),
          summary.sources().stream().map(SourceView::of).toList(),
          summary.location() == null ? null : summary.location().toString(),
          state == null ? null : state.job().value(),
          state == null ? null : state.status().name());
    }
  }

  private record SourceView(String name, String root) {
    static SourceView of(Source source) {
      return new SourceView(source.name().value(), source.root());
    }
  }
}

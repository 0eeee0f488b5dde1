package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.KnowledgeBaseService;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    header = "Shows the latest job of a knowledge base, or of each.",
    footer = {
      "%nExamples:",
      "  ingestion status",
      "  ingestion status handbook",
      "  ingestion status handbook --history"
    })
final class StatusCommand extends ServiceCommand {
  private static final int JOBS_SHOWN = 50;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The knowledge base; all of them if none is named.")
  @Nullable KnowledgeBaseId kb;

  @Option(names = "--history", description = "Show its latest 50 jobs, newest first.")
  boolean history;

  @Mixin JsonOption json = new JsonOption();

  StatusCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    if (kb == null) {
      printJobs(
          services.knowledgeBases().list().stream()
              .map(KnowledgeBaseService.Summary::state)
              .filter(Objects::nonNull)
              .toList());
    } else if (history) {
      printJobs(services.ingestion().history(kb, JOBS_SHOWN));
    } else {
      new JobReport(terminal(), services.knowledgeBases(), json()).print(latest(services, kb));
    }
    return ExitCode.COMPLETED;
  }

  private static IngestionState latest(Services services, KnowledgeBaseId kb) {
    return services
        .ingestion()
        .status(kb)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Knowledge base %s never had a job; 'ingest' starts one".formatted(kb)));
  }

  private void printJobs(List<IngestionState> states) {
    if (json()) {
      Json.print(
          terminal().out(),
          new JobsView(states.stream().map(state -> JobView.of(state, List.of())).toList()));
    } else if (states.isEmpty()) {
      terminal().out().println("No job was ever started.");
    } else {
      Table table =
          new Table(
              "knowledge base", "status", "started", "took", "seen", "indexed", "failed", "job");
      for (IngestionState state : states) {
        table.row(
            state.kb(),
            state.status().name().toLowerCase(Locale.ROOT),
            Words.time(state.createdAt()),
            Words.duration(state.elapsed()),
            state.documents().seen(),
            state.documents().indexed(),
            state.documents().failed(),
            state.job());
      }
      table.print(terminal());
    }
  }

  private record JobsView(List<JobView> jobs) {}
}

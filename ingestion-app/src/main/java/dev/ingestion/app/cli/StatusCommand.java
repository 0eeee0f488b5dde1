package dev.ingestion.app.cli;

import dev.ingestion.app.cli.JobList.Past;
import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = StatusCommand.NAME,
    header = "Shows the latest job of a knowledge base, or of each.",
    footer = {
      "%nExamples:",
      "  ingestion status",
      "  ingestion status handbook",
      "  ingestion status handbook --history"
    })
final class StatusCommand extends ServiceCommand {
  static final String NAME = "status";

  private static final int JOBS_SHOWN = 50;
  private static final int EVENTS_SHOWN = 100;

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The knowledge base; all of them if none is named.")
  @Nullable KnowledgeBaseId kb;

  @Option(
      names = "--history",
      description = "Show its latest 50 jobs, newest first, and what happened to each.")
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
      new JobList(terminal(), json(), Words.NOTHING_YET).print(services.ingestion().list());
    } else if (history) {
      new JobList(terminal(), json(), neverHadAJob(kb))
          .printPast(
              services.ingestion().history(kb, JOBS_SHOWN).stream()
                  .map(job -> new Past(job, services.ingestion().events(job.job(), EVENTS_SHOWN)))
                  .toList());
    } else {
      new JobReport(terminal(), services.knowledgeBases(), services.schedules(), json())
          .print(latest(services, kb));
    }
    return ExitCode.COMPLETED;
  }

  private static IngestionState latest(Services services, KnowledgeBaseId kb) {
    return services
        .ingestion()
        .status(kb)
        .orElseThrow(() -> new IngestionException(ErrorCode.INVALID_ARGUMENT, neverHadAJob(kb)));
  }

  private static String neverHadAJob(KnowledgeBaseId kb) {
    return "Knowledge base '%s' never had a job; 'ingest' starts one".formatted(kb);
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.StartIngestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ingest",
    header = "Makes a knowledge base true to a folder.",
    description = {
      "New and changed documents are indexed, those that are gone are removed, unchanged ones",
      "cost nothing. The same command again continues a job that was interrupted."
    },
    footer = {
      "%nExamples:",
      "  ingestion ingest docs --kb handbook",
      "  ingestion ingest ~/papers --kb research --include '*.pdf' --exclude 'drafts/**'",
      "  ingestion ingest docs --kb handbook --plan"
    })
final class IngestCommand extends ServiceCommand {
  private static final String PIPELINE = "documents";

  @Parameters(paramLabel = "PATH", description = "The folder to read, with all below it.")
  String path = "";

  @Option(
      names = "--kb",
      paramLabel = "ID",
      required = true,
      description = "The knowledge base; it is made if there is none of this name.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Name of this source, if the knowledge base has several.")
  SourceName source = SourceName.DEFAULT;

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description = "Take only paths that match, for example '*.pdf'. Repeatable.")
  List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out paths that match. Repeatable.")
  List<String> exclude = new ArrayList<>();

  @Option(names = "--hidden", description = "Take hidden files and folders as well.")
  boolean hidden;

  @Option(names = "--plan", description = "Say what a run would do, and touch nothing.")
  boolean plan;

  @Option(
      names = "--allow-mass-delete",
      description = "Remove documents that are gone even if they are most of the knowledge base.")
  boolean allowMassDelete;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "How urgent it is beside other jobs, 0 to 9; otherwise 5.")
  @Nullable JobPriority priority;

  @Mixin JsonOption json = new JsonOption();

  IngestCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    StartIngestion command =
        new StartIngestion(
            kb,
            PIPELINE,
            source,
            located(path),
            include,
            exclude,
            hidden,
            allowMassDelete,
            priority);
    if (plan) {
      new PlanReport(terminal(), json()).print(services.planner().plan(command));
      return ExitCode.COMPLETED;
    }
    IngestionState started = services.ingestion().start(command);
    IngestionState end =
        new JobWatch(terminal(), services.ingestion(), this::interrupted).toRest(started);
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    new JobReport(terminal(), services.knowledgeBases(), json()).printEnd(end);
    return ExitCode.of(end);
  }

  @Override
  void tellInterrupted() {
    if (!plan) {
      terminal()
          .err()
          .println("\nInterrupted. The job is kept: the same command continues where it stopped.");
    }
  }

  @Override
  void tellLeft(String owner) {
    if (!plan) {
      terminal()
          .err()
          .println(
              "\nLeft. The job goes on in %s; 'ingestion status %s' shows it, and 'ingestion cancel %s' ends it."
                  .formatted(owner, kb, kb));
    }
  }

  @Override
  boolean servesOthers() {
    return true;
  }

  @Override
  @Nullable KnowledgeBaseId carriesJobOf() {
    return plan ? null : kb;
  }
}

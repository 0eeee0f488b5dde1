package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.IngestionService;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
  private static final int MOST_LOOKS = 25;

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
            kb, PIPELINE, source, located(path), include, exclude, hidden, allowMassDelete);
    if (plan) {
      new PlanReport(terminal(), json()).print(services.planner().plan(command));
      return ExitCode.COMPLETED;
    }
    IngestionState end = watch(services.ingestion(), services.ingestion().start(command));
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    new JobReport(terminal(), services.knowledgeBases(), json()).printEnd(end);
    return ExitCode.of(end);
  }

  private IngestionState watch(IngestionService ingestion, IngestionState started) {
    IngestionState state = started;
    try (Progress progress = Progress.on(terminal())) {
      boolean working = true;
      while (working && !interrupted()) {
        long asked = System.nanoTime();
        state = ingestion.await(kb, BETWEEN_LOOKS);
        // An answer before its time says that no thread works on the job any more.
        working = System.nanoTime() - asked >= BETWEEN_LOOKS.toNanos();
        if (working) {
          progress.show(state);
        }
      }
      return settled(ingestion, state);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return state;
  }

  /**
   * Whoever cancels the job in another process brings its threads to rest first and then writes
   * down what became of it.
   */
  private IngestionState settled(IngestionService ingestion, IngestionState atRest)
      throws InterruptedException {
    IngestionState state = atRest;
    CountDownLatch never = new CountDownLatch(1);
    for (int looks = 0; looks < MOST_LOOKS && isUnsettled(state); looks++) {
      never.await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
      state = ingestion.await(kb, BETWEEN_LOOKS);
    }
    return state;
  }

  private boolean isUnsettled(IngestionState state) {
    return state.status() == JobStatus.RUNNING && !interrupted();
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

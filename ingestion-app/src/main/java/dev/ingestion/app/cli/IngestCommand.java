package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.ScheduledSource;
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
      "  ingestion ingest docs --kb handbook --plan",
      "  ingestion ingest docs --kb handbook --watch",
      "  ingestion ingest docs --kb handbook --every 15m"
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
      description =
          "How urgent it is beside other jobs, 0 to 9; otherwise as the knowledge base's settings"
              + " say, or 5.")
  @Nullable JobPriority priority;

  @Option(
      names = "--watch",
      description =
          "Follow the folder: run again after each change, until Ctrl-C. With --every or --cron"
              + " that is kept with the schedule, and done by 'serve'.")
  boolean watch;

  @Mixin ScheduleOptions timing = new ScheduleOptions();

  @Mixin JsonOption json = new JsonOption();

  private final JobAnswer answer = new JobAnswer();
  private volatile @Nullable FollowedIngest followed;

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
    @Nullable Schedule schedule = timing.schedule();
    if (plan) {
      requireNothingKept(schedule);
      new PlanReport(terminal(), json()).print(services.planner().plan(command));
      return ExitCode.COMPLETED;
    }
    if (schedule == null && watch) {
      follow(services, command);
      return ExitCode.INTERRUPTED;
    }
    if (schedule != null) {
      services.schedules().firstRun(schedule); // a mistake in it is told before anything begins
    }
    IngestionState started = services.ingestion().start(command);
    answer.follow(services.ingestion(), report(services), started);
    if (schedule != null) {
      tellKept(services.schedules().keep(command, schedule, watch).scheduled());
    }
    IngestionState end =
        new JobWatch(terminal(), services.ingestion(), this::interrupted, answer::seen)
            .toRest(started);
    if (interrupted() || !answers()) {
      return ExitCode.INTERRUPTED;
    }
    report(services).printEnd(end, platform().isServing());
    return ExitCode.of(end);
  }

  private JobReport report(Services services) {
    return new JobReport(terminal(), services.knowledgeBases(), services.schedules(), json());
  }

  private void requireNothingKept(@Nullable Schedule schedule) {
    if (schedule != null || watch) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "A plan touches nothing: leave out --every, --cron and --watch, or --plan");
    }
  }

  private void follow(Services services, StartIngestion command) {
    FollowedIngest following =
        new FollowedIngest(
            terminal(),
            services,
            json(),
            () -> interrupted() || left(),
            end -> report(services).printEnd(end, platform().isServing()));
    followed = following;
    following.run(command);
  }

  private void tellKept(ScheduledSource kept) {
    terminal()
        .err()
        .println(
            "ingestion: Kept: %s. The next run is %s, if 'ingestion serve' runs then."
                .formatted(ScheduleWords.timing(kept), ScheduleWords.nextRun(kept)));
  }

  @Override
  void tellInterrupted() {
    FollowedIngest following = followed;
    if (following != null && following.isAtRest()) {
      terminal().err().println("\nInterrupted. The folder is not followed any more.");
    } else if (!plan) {
      terminal()
          .err()
          .println("\nInterrupted. The job is kept: the same command continues where it stopped.");
    }
  }

  @Override
  @Nullable KnowledgeBaseId owesStateOf() {
    boolean follows = watch && timing.isEmpty();
    return json() && !plan && !follows ? kb : null;
  }

  @Override
  Object stateAtInterrupt() {
    return answer.atInterrupt();
  }

  @Override
  void tellLeft(String owner) {
    if (!plan) {
      String job =
          watch && timing.isEmpty()
              ? "The folder is not followed any more. A job that still runs"
              : "The job";
      terminal()
          .err()
          .println(
              "\nLeft. %s goes on in %s; 'ingestion status %s' shows it, and 'ingestion cancel %s' ends it."
                  .formatted(job, owner, kb, kb));
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

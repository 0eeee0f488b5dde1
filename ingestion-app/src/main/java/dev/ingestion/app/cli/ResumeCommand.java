package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    header = "Goes on with the job of a knowledge base, from where it stands.",
    description = {
      "The job was paused, has failed, or its process ended. Runs until the job is at rest, like",
      "'ingest', and ends with the same exit codes."
    },
    footer = {"%nExample:", "  ingestion resume handbook"})
final class ResumeCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Mixin JsonOption json = new JsonOption();

  private final JobAnswer answer = new JobAnswer();

  ResumeCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  boolean servesOthers() {
    return true;
  }

  @Override
  KnowledgeBaseId carriesJobOf() {
    return kb;
  }

  @Override
  int run(Services services) {
    IngestionState started = services.ingestion().resume(kb);
    JobReport report = new JobReport(terminal(), services.knowledgeBases(), json());
    answer.follow(services.ingestion(), report, started);
    IngestionState end =
        new JobWatch(terminal(), services.ingestion(), this::interrupted, answer::seen)
            .toRest(started);
    if (interrupted() || !answers()) {
      return ExitCode.INTERRUPTED;
    }
    report.printEnd(end, platform().isServing());
    return ExitCode.of(end);
  }

  @Override
  @Nullable KnowledgeBaseId owesStateOf() {
    return json() ? kb : null;
  }

  @Override
  Object stateAtInterrupt() {
    return answer.atInterrupt();
  }

  @Override
  void tellLeft(String owner) {
    terminal()
        .err()
        .println(
            "\nLeft. The job goes on in %s; 'ingestion status %s' shows it, and 'ingestion pause %s' stops it."
                .formatted(owner, kb, kb));
  }

  @Override
  void tellInterrupted() {
    terminal()
        .err()
        .println("\nInterrupted. The job is kept: the same command continues where it stopped.");
  }
}

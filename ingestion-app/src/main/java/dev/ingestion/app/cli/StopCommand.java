package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.IngestionService;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * A command that stops one job or all, and shows what it has become once its threads are at rest.
 */
abstract class StopCommand extends ServiceCommand {
  /** How long to wait for that; what takes longer is shown as it is then. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  @Parameters(arity = "0..1", paramLabel = "ID", description = "The knowledge base.")
  @Nullable KnowledgeBaseId kb;

  @Option(names = "--all", description = "Every job instead of that of one knowledge base.")
  boolean all;

  @Mixin JsonOption json = new JsonOption();

  StopCommand(CommandContext context) {
    super(context);
  }

  abstract IngestionState stop(IngestionService ingestion, KnowledgeBaseId kb);

  abstract List<IngestionState> stopAll(IngestionService ingestion);

  /** What is said if there is none to stop. */
  abstract String none();

  @Override
  final boolean json() {
    return json.wanted;
  }

  @Override
  final int run(Services services) {
    if (kb != null && !all) {
      new JobReport(terminal(), services.knowledgeBases(), json())
          .print(atRest(services, stop(services.ingestion(), kb)));
    } else if (kb == null && all) {
      new JobList(terminal(), json(), none())
          .print(
              stopAll(services.ingestion()).stream()
                  .map(state -> atRest(services, state))
                  .toList());
    } else {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "Name one knowledge base, or take all of them with --all; see 'ingestion %s --help'"
              .formatted(name()));
    }
    return ExitCode.COMPLETED;
  }

  private static IngestionState atRest(Services services, IngestionState asked) {
    if (!asked.stopping()) {
      return asked;
    }
    try {
      return services.ingestion().await(asked.kb(), PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return asked;
    }
  }
}

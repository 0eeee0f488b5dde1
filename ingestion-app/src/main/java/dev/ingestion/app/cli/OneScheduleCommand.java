package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.ScheduleService.Kept;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one schedule, which it shows. */
abstract class OneScheduleCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source, if several of the knowledge base have a schedule.")
  @Nullable SourceName source;

  @Mixin JsonOption json = new JsonOption();

  OneScheduleCommand(CommandContext context) {
    super(context);
  }

  abstract Kept run(ScheduleService schedules);

  @Override
  final boolean json() {
    return json.wanted;
  }

  @Override
  final int run(Services services) {
    show(run(services.schedules()));
    return ExitCode.COMPLETED;
  }

  void show(Kept schedule) {
    new ScheduleReport(terminal(), json()).print(schedule);
  }
}

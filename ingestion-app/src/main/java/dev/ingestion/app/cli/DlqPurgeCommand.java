package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.ports.in.DeadLetterService.Filter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "purge",
    header = "Deletes dead letters. Asks first.",
    description = "Their documents stay failed until their content changes.",
    footer = {"%nExample:", "  ingestion dlq purge handbook --code DOCUMENT_ENCRYPTED"})
final class DlqPurgeCommand extends ServiceCommand {
  @Mixin LetterFilter which = new LetterFilter();

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Mixin JsonOption json = new JsonOption();

  DlqPurgeCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Filter filter = which.filter();
    long count = services.deadLetters().count(which.kb, filter);
    if (count > 0 && !yes && !confirmed(count)) {
      terminal().err().println("Nothing was deleted.");
      return ExitCode.FAILED;
    }
    int purged = services.deadLetters().purge(which.kb, filter);
    if (json()) {
      Json.print(terminal().out(), new Purged(which.kb.value(), purged));
    } else if (purged == 0) {
      terminal().out().println(which.none());
    } else {
      terminal().out().println("Deleted %s.".formatted(Words.count(purged, "dead letter")));
    }
    return purged == 0 ? which.codeOfNone() : ExitCode.COMPLETED;
  }

  private boolean confirmed(long count) {
    return new Confirmation(terminal())
        .given(
            "Deleting dead letters",
            "Delete %s of %s with the texts in them?"
                .formatted(Words.count(count, "dead letter"), which.kb));
  }

  private record Purged(String kbId, int purged) {}
}

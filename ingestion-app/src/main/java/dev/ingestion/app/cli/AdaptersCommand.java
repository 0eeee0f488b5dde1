package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Adapters;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "adapters",
    header = "Lists the adapters that are installed.",
    footer = {"%nExample:", "  ingestion adapters"})
final class AdaptersCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin JsonOption json = new JsonOption();

  AdaptersCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Adapters.Choice> choices = context.assemble().adapters().choices();
    if (json.wanted) {
      Json.print(context.terminal().out(), new AdaptersView(choices));
    } else {
      Table table = new Table("setting", "chosen", "installed");
      for (Adapters.Choice choice : choices) {
        table.row(choice.setting(), choice.chosen(), String.join(", ", choice.available()));
      }
      table.print(context.terminal());
    }
    return ExitCode.COMPLETED;
  }

  private record AdaptersView(List<Adapters.Choice> adapters) {}
}

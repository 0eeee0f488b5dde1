package dev.ingestion.app.cli;

import dev.ingestion.app.config.Setting;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "config",
    header = "Shows every setting, and where it came from.",
    description = "Secrets are hidden.",
    footer = {
      "%nExamples:",
      "  ingestion config",
      "  INGESTION_BATCH_SIZE=20 ingestion config --json"
    })
final class ConfigCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin JsonOption json = new JsonOption();

  ConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Setting> settings = context.configuration().settings();
    if (json.wanted) {
      Json.print(context.terminal().out(), new ConfigView(settings));
    } else {
      Table table = new Table("setting", "value", "from");
      settings.forEach(setting -> table.row(setting.key(), setting.value(), setting.origin()));
      table.print(context.terminal());
    }
    return ExitCode.COMPLETED;
  }

  private record ConfigView(List<Setting> settings) {}
}

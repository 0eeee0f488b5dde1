package dev.ingestion.app.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    description = "Prints a script that teaches bash or zsh to complete commands and options.",
    footer = {"%nExample:", "  source <(ingestion completion)"})
final class CompletionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Spec CommandSpec spec = CommandSpec.create();

  CompletionCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    context.terminal().out().print(AutoComplete.bash("ingestion", spec.root().commandLine()));
    return ExitCode.COMPLETED;
  }
}

package dev.ingestion.app.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    header = "Prints a completion script for bash and zsh.",
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

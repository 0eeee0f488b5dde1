package dev.ingestion.app.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
    name = "help",
    header = "Explains a command.",
    footer = {"%nExamples:", "  ingestion help ingest", "  ingestion help dlq replay"})
final class HelpCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "The command, of one word or two; without it the program is explained.")
  List<String> words = new ArrayList<>();

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine explained = spec.parent().commandLine();
    for (String word : words) {
      explained = within(explained, word);
    }
    explained.usage(explained.getOut());
    return ExitCode.COMPLETED;
  }

  private static CommandLine within(CommandLine command, String word) {
    CommandLine found = command.getSubcommands().get(word);
    if (found != null) {
      return found;
    }
    throw command.getSubcommands().isEmpty()
        ? new UnmatchedArgumentException(command, List.of(word))
        : new ParameterException(command, "There is no command " + word, null, word);
  }
}

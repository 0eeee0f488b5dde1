package dev.ingestion.app.cli;

import dev.ingestion.app.config.Suggestions;
import java.util.Collection;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what would be right. */
final class Misuse {
  private Misuse() {}

  static String message(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    Optional<String> meant = meant(misuse, command);
    return "%s%s '%s --help'"
        .formatted(
            mistake(misuse, command, name),
            meant.map("; did you mean %s? See"::formatted).orElse("; see"),
            name);
  }

  private static String mistake(ParameterException misuse, CommandLine command, String name) {
    boolean group = !command.getSubcommands().isEmpty();
    if (misuse instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (unmatched.isUnknownOption()) {
        return "There is no option '%s'".formatted(option(first));
      }
      return group
          ? "There is no command '%s'%s".formatted(within(command, first), choice(command))
          : "'%s' is one argument too many".formatted(first);
    } else if (group) {
      return "A command is missing behind '%s'%s".formatted(name, choice(command));
    }
    // Of options that map keys, the parser says "option" twice.
    return String.valueOf(misuse.getMessage()).replace("option option ", "option ");
  }

  /** Of a group within the program, its commands; of the program they are too many. */
  private static String choice(CommandLine group) {
    return group.getParent() == null
        ? ""
        : ": there are " + String.join(", ", group.getSubcommands().keySet());
  }

  private static String within(CommandLine group, String command) {
    return group.getParent() == null ? command : group.getCommandName() + " " + command;
  }

  private static Optional<String> meant(ParameterException misuse, CommandLine command) {
    if (!(misuse instanceof UnmatchedArgumentException unmatched)) {
      return Optional.empty();
    }
    String first = unmatched.getUnmatched().get(0);
    if (unmatched.isUnknownOption()) {
      return Suggestions.nearest(option(first), command.getCommandSpec().optionsMap().keySet());
    }
    Collection<String> commands = command.getSubcommands().keySet();
    return Suggestions.nearest(first, commands).map(nearest -> within(command, nearest));
  }

  /** Without the value that is given with it. */
  private static String option(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}

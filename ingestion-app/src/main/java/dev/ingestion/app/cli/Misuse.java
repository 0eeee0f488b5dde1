package dev.ingestion.app.cli;

import dev.ingestion.app.config.Suggestions;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what would be right. */
final class Misuse {
  /** How long an option of one letter is. */
  private static final int LETTER = 2;

  private Misuse() {}

  static String message(ParameterException misuse) {
    CommandLine command = misuse.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    Optional<String> meant = meant(misuse, command);
    String mistake =
        mistake(misuse, command, name) + meant.map("; did you mean %s?"::formatted).orElse("");
    String see = mistake.endsWith("?") ? " See" : "; see";
    return "%s%s '%s --help'".formatted(mistake, see, name);
  }

  private static String mistake(ParameterException misuse, CommandLine command, String name) {
    Optional<String> option = unknownOption(misuse);
    if (option.isPresent()) {
      return "There is no option '%s'%s".formatted(option.get(), behindDashes(misuse));
    } else if (misuse instanceof OverwrittenOptionException twice) {
      return "Option '%s' can be given only once"
          .formatted(((OptionSpec) twice.getOverwritten()).longestName());
    }
    Optional<String> unknown = unknownCommand(misuse, command);
    if (unknown.isPresent()) {
      return "There is no command '%s'%s"
          .formatted(within(command, unknown.get()), choice(command));
    } else if (misuse instanceof UnmatchedArgumentException unmatched) {
      return "'%s' is one argument too many".formatted(unmatched.getUnmatched().get(0));
    } else if (isGroup(command) && misuse.getArgSpec() == null && !isMissing(misuse)) {
      return "A command is missing behind '%s'%s".formatted(name, choice(command));
    }
    return inOurWords(String.valueOf(misuse.getMessage()));
  }

  private static String inOurWords(String message) {
    return message
        .replace("option option ", "option ") // said twice of options that map keys
        .replaceFirst("positional parameter at index [0-9.*]+ \\((\\w+)\\)", "$1")
        .replaceFirst("is not an? (int|long)\\b", "is not a whole number");
  }

  private static boolean isGroup(CommandLine command) {
    return !command.getSubcommands().isEmpty();
  }

  private static boolean isMissing(ParameterException misuse) {
    return misuse instanceof MissingParameterException;
  }

  /** The word that stands where a command should; 'help' names it as a value. */
  private static Optional<String> unknownCommand(ParameterException misuse, CommandLine command) {
    if (!isGroup(command)) {
      return Optional.empty();
    } else if (misuse instanceof UnmatchedArgumentException unmatched) {
      return Optional.of(unmatched.getUnmatched().get(0));
    }
    return misuse.getArgSpec() == null ? Optional.ofNullable(misuse.getValue()) : Optional.empty();
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
    Optional<String> option = unknownOption(misuse);
    if (option.isPresent()) {
      return option
          .filter(name -> name.length() > LETTER) // of letters, each is near each
          .flatMap(name -> nearestOption(name, command));
    }
    return unknownCommand(misuse, command)
        .flatMap(unknown -> Suggestions.nearest(unknown, command.getSubcommands().keySet()))
        .map(nearest -> within(command, nearest));
  }

  private static Optional<String> nearestOption(String option, CommandLine command) {
    return Suggestions.nearest(option, command.getCommandSpec().optionsMap().keySet());
  }

  /** An option that there is not; it may stand where something is missing. */
  private static Optional<String> unknownOption(ParameterException misuse) {
    boolean possible =
        misuse instanceof UnmatchedArgumentException unmatched
            ? unmatched.isUnknownOption()
            : isMissing(misuse);
    return possible
        ? misuse.getCommandLine().getUnmatchedArguments().stream()
            .filter(word -> word.startsWith("-"))
            .map(Misuse::option)
            .findFirst()
        : Optional.empty();
  }

  /** What is taken for an option may be meant as the value that is missing. */
  private static String behindDashes(ParameterException misuse) {
    return misuse instanceof MissingParameterException missing
            && missing.getMissing().get(0) instanceof PositionalParamSpec value
        ? "; a %s that begins with '-' goes behind '--'".formatted(value.paramLabel())
        : "";
  }

  /** Without the value that is given with it. */
  private static String option(String argument) {
    int equals = argument.indexOf('=');
    return equals < 0 ? argument : argument.substring(0, equals);
  }
}

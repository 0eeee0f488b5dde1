package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.TokenName;
import dev.ingestion.domain.access.Role;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.ports.in.SearchService;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The commands put together, and what becomes of their mistakes. */
public final class Cli {
  private static final int WIDTH_OF_HELP = 96;
  private static final String COMPLETION = "completion";

  /** In the order in which help lists them. */
  private static final List<String> NAMES =
      List.of(
          "ingest",
          "search",
          "status",
          "list",
          "verify",
          "repair",
          "export",
          "explain",
          "pause",
          "resume",
          "cancel",
          "priority",
          "dlq",
          "schedule",
          "serve",
          "token",
          "delete",
          "config",
          "adapters",
          "version",
          COMPLETION);

  private final Terminal terminal;
  private final Function<GlobalOptions, CommandContext> contexts;
  private final boolean expandAtFiles;

  /**
   * @param modules asked for by commands that need them
   * @param environment all environment variables
   */
  public Cli(
      Terminal terminal, Supplier<InstalledModules> modules, Map<String, String> environment) {
    this(terminal, options -> new CommandContext(terminal, modules, environment, options), true);
  }

  private Cli(
      Terminal terminal, Function<GlobalOptions, CommandContext> contexts, boolean expandAtFiles) {
    this.terminal = terminal;
    this.contexts = contexts;
    this.expandAtFiles = expandAtFiles;
  }

  /**
   * For a command line that was given to another process.
   *
   * @param places what a path or URL means that was given there
   */
  static Cli forwarded(Terminal terminal, UnaryOperator<String> places, CommandRunner runner) {
    // the other process has expanded them
    return new Cli(
        terminal, options -> new CommandContext(terminal, options, places, runner), false);
  }

  private CommandLine commandLine(List<String> names) {
    RootCommand root = new RootCommand();
    CommandContext context = contexts.apply(root.options);
    CommandLine commands = new CommandLine(root);
    names.forEach(name -> commands.addSubcommand(command(name, context)));
    commands.addSubcommand(new HelpCommand());
    commands.getSubcommands().values().forEach(Cli::finish);
    return commands
        .addMixin("help", new HelpOption())
        .registerConverter(KnowledgeBaseId.class, checked(KnowledgeBaseId::new))
        .registerConverter(TokenName.class, checked(TokenName::new))
        .registerConverter(Role.class, choice(Role.values()))
        .registerConverter(SourceName.class, checked(SourceName::new))
        .registerConverter(JobPriority.class, checked(Cli::priority))
        .registerConverter(ErrorCode.class, checked(LetterFilter::code))
        .registerConverter(SearchService.Mode.class, choice(SearchService.Mode.values()))
        .registerConverter(Every.class, checked(ScheduleOptions::every))
        .registerConverter(ZoneId.class, checked(ScheduleOptions::zone))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(expandAtFiles)
        .setUsageHelpWidth(WIDTH_OF_HELP)
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.styled() ? Ansi.ON : Ansi.OFF))
        .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
        .setExecutionStrategy(
            parsed -> {
              context.setArguments(parsed.expandedArgs());
              return new CommandLine.RunLast().execute(parsed);
            })
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed);
  }

  private static Object command(String name, CommandContext context) {
    return switch (name) {
      case "ingest" -> new IngestCommand(context);
      case "search" -> new SearchCommand(context);
      case "status" -> new StatusCommand(context);
      case "list" -> new ListCommand(context);
      case "verify" -> new VerifyCommand(context);
      case "repair" -> new RepairCommand(context);
      case "export" -> new ExportCommand(context);
      case "explain" -> new ExplainCommand(context);
      case "pause" -> new PauseCommand(context);
      case "resume" -> new ResumeCommand(context);
      case "cancel" -> new CancelCommand(context);
      case "priority" -> new PriorityCommand(context);
      case "dlq" -> DlqCommand.with(context);
      case "schedule" -> ScheduleCommand.with(context);
      case "serve" -> new ServeCommand(context);
      case "token" -> TokenCommand.with(context);
      case "delete" -> new DeleteCommand(context);
      case "config" -> new ConfigCommand(context);
      case "adapters" -> new AdaptersCommand(context);
      case "version" -> new VersionCommand(context);
      case COMPLETION -> new CompletionCommand(context);
      default -> throw new IllegalArgumentException("There is no command " + name);
    };
  }

  /** What every command has: help, in parts with one empty line between them. */
  private static void finish(CommandLine command) {
    command.addMixin("help", new HelpOption());
    CommandSpec spec = command.getCommandSpec();
    spec.usageMessage()
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(spec.usageMessage().description().length == 0 ? "" : "%n")
        .parameterListHeading("%n")
        .optionListHeading(spec.positionalParameters().isEmpty() ? "%n" : "");
    command.getSubcommands().values().forEach(Cli::finish);
  }

  /**
   * @return the exit code
   */
  public int run(String... args) {
    int code = commandLine(needed(args)).execute(args);
    if (terminal.out().checkError()) {
      terminal.err().println("ingestion: The standard output cannot be written");
      return code == ExitCode.COMPLETED ? ExitCode.FAILED : code;
    }
    return code;
  }

  /** Putting all commands together takes a fifth of what a short one needs, so one does alone. */
  private static List<String> needed(String... args) {
    boolean alone = args.length > 0 && NAMES.contains(args[0]) && !args[0].equals(COMPLETION);
    return alone ? List.of(args[0]) : NAMES;
  }

  /** The command line itself, for documentation and completion. */
  CommandLine commandLine() {
    return commandLine(NAMES);
  }

  private int misused(ParameterException misuse, String[] args) {
    new ErrorReporter(terminal)
        .report(ErrorCode.INVALID_ARGUMENT, Misuse.message(misuse), json(args));
    return ExitCode.USAGE;
  }

  private int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    boolean json = json(parsed.originalArgs().toArray(String[]::new));
    return new ErrorReporter(terminal).report(failure, json, null);
  }

  private static boolean json(String[] args) {
    return Arrays.asList(args).contains(JsonOption.NAME);
  }

  private static JobPriority priority(String text) {
    try {
      return new JobPriority(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "A priority is a number from 0 to 9: " + text);
    }
  }

  /** One of several words, in any case. */
  private static <E extends Enum<E>> ITypeConverter<E> choice(E[] values) {
    return text ->
        Arrays.stream(values)
            .filter(value -> value.name().equalsIgnoreCase(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'%s' is none of %s"
                            .formatted(
                                text,
                                Arrays.stream(values)
                                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                                    .collect(Collectors.joining(", ")))));
  }

  /** Shows what an id's constructor says, without the exception around it. */
  private static <T> ITypeConverter<T> checked(Function<String, T> constructor) {
    return text -> {
      try {
        return constructor.apply(text);
      } catch (IngestionException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    };
  }
}

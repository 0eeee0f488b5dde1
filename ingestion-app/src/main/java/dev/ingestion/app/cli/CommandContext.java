package dev.ingestion.app.cli;

import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.logging.ConsoleLog;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.app.wiring.Platform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What commands share. Modules and settings are read only when a command asks for them. */
final class CommandContext {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://");

  private final Terminal terminal;
  private final Supplier<InstalledModules> modules;
  private final Map<String, String> environment;
  private final GlobalOptions options;
  private final Path directory;
  private final CommandRunner runner;
  private List<String> arguments = List.of();

  /** For a command that was given to this process. */
  CommandContext(
      Terminal terminal,
      Supplier<InstalledModules> modules,
      Map<String, String> environment,
      GlobalOptions options) {
    this.terminal = terminal;
    this.modules = modules;
    this.environment = environment;
    this.options = options;
    this.directory = Path.of("");
    this.runner = new OwningRunner(this);
  }

  /**
   * For a command that was given to another process.
   *
   * @param directory where it was given: what relative paths count from
   */
  CommandContext(Terminal terminal, GlobalOptions options, Path directory, CommandRunner runner) {
    this.terminal = terminal;
    this.modules =
        () -> {
          throw new IllegalStateException("Commands without the platform run where they are given");
        };
    this.environment = Map.of();
    this.options = options;
    this.directory = directory;
    this.runner = runner;
  }

  CommandRunner runner() {
    return runner;
  }

  /** The command line that is being run. */
  List<String> arguments() {
    return arguments;
  }

  void setArguments(List<String> arguments) {
    this.arguments = List.copyOf(arguments);
  }

  /** A path or URL as the person gave it, such that it means the same in this process. */
  String located(String given) {
    return URL.matcher(given).lookingAt() ? given : directory.resolve(given).toString();
  }

  Terminal terminal() {
    return terminal;
  }

  Configuration configuration() {
    return configuration(modules.get());
  }

  Platform assemble() {
    InstalledModules installed = modules.get();
    ConsoleLog.install();
    return Platform.assemble(installed, configuration(installed));
  }

  private Configuration configuration(InstalledModules installed) {
    return ConfigurationLoader.load(
        installed.settings(),
        new ConfigurationSources(configurationFile(), environment, options.settings));
  }

  private @Nullable Path configurationFile() {
    if (options.config != null) {
      return options.config;
    }
    String home = environment.get("INGESTION_HOME");
    if (home == null) {
      return null;
    }
    Path usual = Path.of(home, "conf", "ingestion.conf");
    return Files.exists(usual) ? usual : null;
  }
}

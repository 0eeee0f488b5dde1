package dev.ingestion.app.cli;

import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.logging.ConsoleLog;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.app.wiring.Platform;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What commands share. Modules and settings are read only when a command asks for them. */
final class CommandContext {
  private final Terminal terminal;
  private final Supplier<InstalledModules> modules;
  private final Map<String, String> environment;
  private final GlobalOptions options;
  private final UnaryOperator<String> places;
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
    this.places = UnaryOperator.identity();
    this.runner = new OwningRunner(this);
  }

  /**
   * For a command that was given to another process.
   *
   * @param places what a path or URL means that was given there
   */
  CommandContext(
      Terminal terminal,
      GlobalOptions options,
      UnaryOperator<String> places,
      CommandRunner runner) {
    this.terminal = terminal;
    this.modules =
        () -> {
          throw new IngestionException(
              ErrorCode.INVALID_ARGUMENT,
              "Commands without the platform run where they are given, not in another process");
        };
    this.environment = Map.of();
    this.options = options;
    this.places = places;
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
    return places.apply(given);
  }

  Terminal terminal() {
    return terminal;
  }

  Configuration configuration() {
    return configuration(Map.of());
  }

  Platform assemble() {
    return assemble(configuration());
  }

  Platform assemble(Configuration configuration) {
    ConsoleLog.install();
    return Platform.assemble(modules.get(), configuration);
  }

  /**
   * @param own settings that a command's options stand for, by key
   */
  Configuration configuration(Map<String, String> own) {
    Map<String, String> byOption = new LinkedHashMap<>(own);
    if (options.server != null) {
      byOption.put(ServerSettings.SERVER, options.server);
    }
    Map<String, String> given = new LinkedHashMap<>(options.settings);
    given.putAll(byOption);
    return ConfigurationLoader.load(
        modules.get().settings(),
        new ConfigurationSources(
            configurationFile(), environment, given, ServerSettings.options(byOption.keySet())));
  }

  /** What a server wants to see; empty if this process has none. */
  Optional<String> token() {
    return Optional.ofNullable(environment.get(ServerSettings.TOKEN_VARIABLE))
        .filter(token -> !token.isBlank());
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

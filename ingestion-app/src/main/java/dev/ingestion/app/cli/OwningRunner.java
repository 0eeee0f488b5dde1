package dev.ingestion.app.cli;

import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.Setting;
import dev.ingestion.app.control.ControlClient;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.control.ForwardedCommand.Screen;
import dev.ingestion.app.control.ServerClient;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import dev.ingestion.ports.out.DataRootInUseException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Runs a command as the owner of the data root, or gives it to the process that owns it. */
final class OwningRunner implements CommandRunner {
  /** An owner that is ending takes no commands and says so; more than one in a row is unlikely. */
  private static final int MOST_OWNERS = 3;

  /** What a client may set for itself. */
  private static final Set<String> OF_THE_CLIENT =
      Set.of(
          "ingestion.api-token",
          "ingestion.data-root",
          "ingestion.data-root-lock.timeout",
          "ingestion.log-level",
          ServerSettings.SERVER);

  private final CommandContext context;

  OwningRunner(CommandContext context) {
    this.context = context;
  }

  /**
   * @throws DataRootInUseException if another process owns the data root and takes no commands
   */
  @Override
  public int run(ServiceCommand command) {
    Configuration configuration = context.configuration(command.settings());
    String server = configuration.get(AppConfig.class).server();
    if (!server.isEmpty() && !command.needsToOwn()) {
      return give(command, configuration.settings(), URI.create(server));
    }
    for (int owners = 1; ; owners++) {
      DataRootInUseException inUse;
      List<Setting> settings;
      try (Ownership ownership = new Ownership(command, context.assemble(configuration))) {
        Optional<DataRootInUseException> refused = ownership.claim();
        if (refused.isEmpty()) {
          return ownership.run();
        }
        inUse = refused.get();
        settings = ownership.settings();
      }
      if (command.needsToOwn()) {
        throw inUse;
      }
      OptionalInt exitCode = forward(command, settings, inUse);
      if (exitCode.isPresent()) {
        return exitCode.getAsInt();
      } else if (inUse.endpoint().isEmpty() || owners == MOST_OWNERS) {
        throw inUse;
      }
    }
  }

  private int give(ServiceCommand command, List<Setting> settings, URI server) {
    Terminal terminal = context.terminal();
    Interruption leaving = new Interruption(() -> command.tellLeft("the server at " + server));
    try (ServerClient client =
        ServerClient.give(given(command, settings), server, context.token())) {
      return client.show(terminal.in(), terminal.out(), terminal.err());
    } finally {
      leaving.close();
    }
  }

  private GivenCommand given(ServiceCommand command, List<Setting> settings) {
    Terminal terminal = context.terminal();
    return new GivenCommand(
        ProcessHandle.current().pid(),
        command.name(),
        context.arguments(),
        own(settings),
        new CommandService.Screen(
            terminal.interactive(), terminal.styled(), terminal.live(), terminal.columns()));
  }

  /**
   * @return the exit code; empty if the owner takes no commands
   */
  private OptionalInt forward(
      ServiceCommand command, List<Setting> settings, DataRootInUseException inUse) {
    if (inUse.endpoint().isEmpty()) {
      return OptionalInt.empty();
    }
    Terminal terminal = context.terminal();
    String owner = inUse.owner();
    Interruption leaving = new Interruption(() -> command.tellLeft(owner));
    try {
      Optional<ControlClient> given =
          ControlClient.give(forwarded(command, settings), inUse.endpoint().get(), owner);
      if (given.isEmpty()) {
        return OptionalInt.empty();
      }
      try (ControlClient client = given.get()) {
        return OptionalInt.of(client.show(terminal.in(), terminal.out(), terminal.err()));
      }
    } finally {
      leaving.close();
    }
  }

  private ForwardedCommand forwarded(ServiceCommand command, List<Setting> settings) {
    Terminal terminal = context.terminal();
    return new ForwardedCommand(
        ProcessHandle.current().pid(),
        command.name(),
        context.arguments(),
        Path.of("").toAbsolutePath().toString(),
        own(settings),
        new Screen(terminal.interactive(), terminal.styled(), terminal.live(), terminal.columns()));
  }

  /** Those that would have made a difference here. */
  private static Map<String, String> own(List<Setting> settings) {
    return settings.stream()
        .filter(setting -> !setting.hasDefault() && !OF_THE_CLIENT.contains(setting.key()))
        .filter(setting -> !setting.key().startsWith(ServerSettings.OF_THE_SERVER))
        .collect(Collectors.toMap(Setting::key, Setting::value));
  }
}

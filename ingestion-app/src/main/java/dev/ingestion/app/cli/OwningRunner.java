package dev.ingestion.app.cli;

import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.Setting;
import dev.ingestion.app.control.ControlClient;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.control.ForwardedCommand.Screen;
import dev.ingestion.app.control.ServerClient;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService;
import dev.ingestion.ports.in.CommandService.GivenCommand;
import dev.ingestion.ports.out.DataRootInUseException;
import dev.ingestion.ports.out.OwnerEndpoint;
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
    Leaving leaving =
        new Leaving(
            command,
            "the server at " + server,
            arguments -> printed(given(arguments.get(0), arguments, List.of()), server));
    try (leaving;
        ServerClient client =
            ServerClient.give(
                given(command.name(), context.arguments(), settings), server, context.token())) {
      return client.show(terminal.in(), leaving.out(), terminal.err());
    }
  }

  private String printed(GivenCommand command, URI server) {
    Terminal terminal = context.terminal();
    try (ServerClient client = ServerClient.give(command, server, context.token())) {
      return Leaving.printed(out -> client.show(terminal.in(), out, terminal.err()));
    }
  }

  private GivenCommand given(String name, List<String> arguments, List<Setting> settings) {
    Terminal terminal = context.terminal();
    return new GivenCommand(
        ProcessHandle.current().pid(),
        name,
        arguments,
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
    OwnerEndpoint endpoint = inUse.endpoint().get();
    String owner = inUse.owner();
    try (Leaving leaving =
        new Leaving(command, owner, arguments -> printed(arguments, endpoint, owner))) {
      Optional<ControlClient> given =
          ControlClient.give(
              forwarded(command.name(), context.arguments(), settings), endpoint, owner);
      if (given.isEmpty()) {
        return OptionalInt.empty();
      }
      try (ControlClient client = given.get()) {
        return OptionalInt.of(client.show(terminal.in(), leaving.out(), terminal.err()));
      }
    }
  }

  private String printed(List<String> arguments, OwnerEndpoint endpoint, String owner) {
    Terminal terminal = context.terminal();
    ForwardedCommand command = forwarded(arguments.get(0), arguments, List.of());
    try (ControlClient client =
        ControlClient.give(command, endpoint, owner)
            .orElseThrow(
                () ->
                    new IngestionException(
                        ErrorCode.OWNER_UNAVAILABLE,
                        "The data root's owner, %s, takes no commands any more; the same command continues the job"
                            .formatted(owner)))) {
      return Leaving.printed(out -> client.show(terminal.in(), out, terminal.err()));
    }
  }

  private ForwardedCommand forwarded(String name, List<String> arguments, List<Setting> settings) {
    Terminal terminal = context.terminal();
    return new ForwardedCommand(
        ProcessHandle.current().pid(),
        name,
        arguments,
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

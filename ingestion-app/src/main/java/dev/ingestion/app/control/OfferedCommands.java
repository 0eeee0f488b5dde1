package dev.ingestion.app.control;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.CommandService;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands for this process by other ways than its {@link ControlEndpoint}, once it has one:
 * they are run, counted and told of its end like those that come there. Thread-safe.
 */
public final class OfferedCommands implements CommandService {
  private volatile @Nullable ControlEndpoint endpoint;

  @Inject
  public OfferedCommands() {}

  /** From now on commands are taken. */
  public void open(ControlEndpoint taking) {
    endpoint = taking;
  }

  @Override
  public Conversation give(GivenCommand command, Client client) {
    ControlEndpoint taking = endpoint;
    if (taking == null) {
      throw new IngestionException(
          ErrorCode.OWNER_UNAVAILABLE,
          "Process %d takes no commands of others. Give this one to an 'ingestion serve'"
              .formatted(ProcessHandle.current().pid()));
    }
    return taking.take(
        new ForwardedCommand(
            command.pid(),
            command.name(),
            command.arguments(),
            "",
            command.settings(),
            new ForwardedCommand.Screen(
                command.screen().interactive(),
                command.screen().styled(),
                command.screen().live(),
                command.screen().columns())),
        new ServiceChannel(client));
  }
}

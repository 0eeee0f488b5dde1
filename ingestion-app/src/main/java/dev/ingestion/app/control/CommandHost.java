package dev.ingestion.app.control;

/** Runs the commands that come through a {@link ControlEndpoint}. Thread-safe. */
public interface CommandHost {
  /**
   * Called by a thread of its own for each command.
   *
   * @return the exit code
   */
  int run(ForwardedCommand command, CommandClient client);
}

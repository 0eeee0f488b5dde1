package dev.ingestion.adapters.rest;

import dev.ingestion.ports.in.CommandService;
import org.jspecify.annotations.Nullable;

/** Commands that print nothing and are over at once. */
final class FakeCommands implements CommandService {
  @Override
  public Conversation give(GivenCommand command, Client client) {
    client.exit(0);
    client.close();
    return new Conversation() {
      @Override
      public boolean answer(@Nullable String line) {
        return false;
      }

      @Override
      public void leave() {
        // it is over
      }
    };
  }
}

package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.ports.in.CommandService.Client;
import java.io.IOException;
import java.nio.ByteBuffer;

/** To whoever came by a way in that is part of the platform, and goes with it. */
final class ServiceChannel implements CommandChannel {
  private final Client client;

  ServiceChannel(Client client) {
    this.client = client;
  }

  @Override
  public void send(Kind kind, byte[] bytes, int offset, int length) throws IOException {
    boolean there =
        switch (kind) {
          case OUT -> client.out(bytes, offset, length);
          case ERR -> client.err(bytes, offset, length);
          case ASK -> client.ask();
          case EXIT -> {
            client.exit(ByteBuffer.wrap(bytes, offset, length).getInt());
            yield true;
          }
          case READY -> true; // it is told by being given the conversation
          case COMMAND, ANSWER, BUSY -> throw new IOException("Not for a client: " + kind);
        };
    if (!there) {
      throw new IOException("The client is gone");
    }
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String located(String given) {
    return client.located(given);
  }

  @Override
  public boolean outlivesThePlatform() {
    return false;
  }
}

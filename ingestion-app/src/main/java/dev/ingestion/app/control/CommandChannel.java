package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Kind;
import java.io.IOException;

/** The way to whoever gave a command, whatever it goes over. */
interface CommandChannel {
  /**
   * @throws IOException if nobody is there any more
   */
  void send(Kind kind, byte[] bytes, int offset, int length) throws IOException;

  /** Ends what is being sent, too. */
  void close() throws IOException;

  /** What a path means that was given at the other end. */
  String located(String given);

  /** Whether it still carries something when all has been closed that commands work on. */
  boolean outlivesThePlatform();
}

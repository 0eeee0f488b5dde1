package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Frame;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Shows what a command prints that runs elsewhere, and answers what it asks. */
abstract class Display {
  /**
   * @throws IOException if it is cut off; an EOFException if it has ended
   */
  abstract Frame next() throws IOException;

  /**
   * @param line null if there is no more input
   */
  abstract void answer(@Nullable String line) throws IOException;

  /**
   * Shows everything until the command is over.
   *
   * @return its exit code
   */
  final int show(BufferedReader in, PrintStream out, PrintStream err) throws IOException {
    while (true) {
      Frame frame = next();
      switch (frame.kind()) {
        case OUT -> show(frame, out);
        case ERR -> {
          out.flush(); // as it would be if one process wrote both
          show(frame, err);
        }
        case ASK -> answer(in.readLine());
        case EXIT -> {
          return frame.number();
        }
        case COMMAND, ANSWER, READY, BUSY ->
            throw new IOException("Not for a client: " + frame.kind());
      }
    }
  }

  private static void show(Frame frame, PrintStream stream) {
    stream.write(frame.content(), 0, frame.content().length);
    stream.flush();
  }
}

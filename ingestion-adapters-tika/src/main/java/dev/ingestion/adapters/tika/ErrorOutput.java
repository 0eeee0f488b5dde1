package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a parser process prints on its standard error stream: a thread of ours takes it to the log,
 * line by line, and keeps the last lines for the report of its death.
 */
final class ErrorOutput {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorOutput.class);
  private static final int LONGEST_LINE = 1_000;
  private static final int LINES_KEPT = 20;

  private final long process;
  private final InputStream stream;
  private final Thread reader;
  private final Deque<String> last = new ArrayDeque<>();

  private ErrorOutput(Process process) {
    this.process = process.pid();
    this.stream = process.getErrorStream();
    this.reader = new Thread(this::read, "parser-errors-" + process.pid());
  }

  static ErrorOutput of(Process process) {
    ErrorOutput output = new ErrorOutput(process);
    output.reader.setDaemon(true);
    output.reader.start();
    return output;
  }

  /** The last lines of a process that has ended, oldest first. */
  String last() throws InterruptedException {
    reader.join(1_000); // its stream has ended, or a grandchild holds it
    synchronized (last) {
      return String.join("\n", last);
    }
  }

  private void read() {
    StringBuilder line = new StringBuilder();
    try (Reader characters = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      for (int c = characters.read(); c >= 0; c = characters.read()) {
        if (c != '\n') {
          line.append((char) c);
        }
        if (c == '\n' || line.length() >= LONGEST_LINE) {
          keep(line.toString().stripTrailing());
          line.setLength(0);
        }
      }
    } catch (IOException e) {
      LOG.debug("Parser process {}: its error stream broke off: {}", process, e.toString());
    }
    keep(line.toString().stripTrailing());
  }

  private void keep(String line) {
    if (line.isEmpty()) {
      return;
    }
    LOG.debug("Parser process {}: {}", process, line);
    synchronized (last) {
      last.addLast(line);
      if (last.size() > LINES_KEPT) {
        last.removeFirst();
      }
    }
  }
}

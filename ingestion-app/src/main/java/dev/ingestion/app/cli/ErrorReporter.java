package dev.ingestion.app.cli;

import dev.ingestion.app.logging.ConsoleLog;
import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.view.JobView;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Tells the person about a failure in one line, the script in one document, the log in full. */
final class ErrorReporter {
  private final Terminal terminal;

  ErrorReporter(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @param log where the failure stands in full; null if there is no log
   * @return the exit code
   */
  int report(Exception failure, boolean json, @Nullable Path log) {
    ErrorCode code =
        failure instanceof IngestionException known ? known.code() : ErrorCode.INTERNAL_ERROR;
    String message =
        failure instanceof IngestionException
            ? String.valueOf(failure.getMessage())
            : "Something went wrong that should not: " + failure;
    if (log != null) {
      LoggerFactory.getLogger(ConsoleLog.TOLD).error("{}: {}", code, message, failure);
    }
    boolean internal = code.category() == ErrorCategory.INTERNAL;
    String more = internal && log != null ? "; the details are in " + log : "";
    report(code, message + more, json);
    if (internal && log == null) {
      failure.printStackTrace(terminal.err()); // or it would stand nowhere
    }
    return ExitCode.of(code.category());
  }

  void report(ErrorCode code, String message, boolean json) {
    terminal.err().println("ingestion: " + message);
    if (json) {
      Json.print(terminal.out(), failure(code, message));
    }
  }

  /** The document that tells a script of a failure. */
  static Object failure(ErrorCode code, String message) {
    return new Failure(new JobView.ErrorView(code.name(), message));
  }

  private record Failure(JobView.ErrorView error) {}
}

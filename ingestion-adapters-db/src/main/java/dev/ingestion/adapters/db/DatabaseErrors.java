package dev.ingestion.adapters.db;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says what an error of the database means to those who do not know that there is one. */
final class DatabaseErrors {
  // H2's own error codes; the driver is not on the compile path.
  private static final int LOCK_TIMEOUT = 50200;
  private static final int FILE_CORRUPTED = 90030;
  private static final int UNSUPPORTED_FORMAT = 90048;
  private static final int ALREADY_OPEN = 90020;
  private static final int ROW_CHANGED = 90131;
  private static final Set<Integer> GONE = Set.of(90007, 90028, 90031, 90067, 90098, 90121);
  private static final int READ_ONLY = 90097;

  private DatabaseErrors() {}

  /** Whether the same transaction may succeed if it is simply done again. */
  static boolean isRetryable(Throwable error) {
    SQLException cause = sqlException(error);
    return cause != null
        && ("40001".equals(cause.getSQLState())
            || cause.getErrorCode() == LOCK_TIMEOUT
            || cause.getErrorCode() == ROW_CHANGED);
  }

  static IngestionException translate(Throwable error, Path file) {
    SQLException cause = sqlException(error);
    if (cause == null) {
      return new IngestionException(
          ErrorCode.INTERNAL_ERROR,
          "The database %s failed: %s".formatted(file, error.getMessage()),
          error);
    }
    String state = String.valueOf(cause.getSQLState());
    int code = cause.getErrorCode();
    if (code == ALREADY_OPEN) {
      return new IngestionException(
          ErrorCode.DATA_ROOT_IN_USE,
          "The database %s is open in another process; end that one first".formatted(file),
          error);
    }
    if (code == FILE_CORRUPTED || code == UNSUPPORTED_FORMAT) {
      return new IngestionException(
          ErrorCode.STORAGE_CORRUPT,
          "The database %s cannot be read (%s). Restore it from a backup, or move it away: the next ingest then builds a new one from the sources"
              .formatted(file, firstLine(cause)),
          error);
    }
    if (code == READ_ONLY) {
      return new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "The database %s is read-only; make it writable".formatted(file),
          error);
    }
    if (GONE.contains(code) || state.startsWith("08") || isRetryable(cause)) {
      return new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "The database %s cannot be reached (%s). See that its disk has space and is writable, then start again"
              .formatted(file, firstLine(cause)),
          error);
    }
    return new IngestionException(
        ErrorCode.INTERNAL_ERROR,
        "The database %s refused a statement: %s".formatted(file, firstLine(cause)),
        error);
  }

  /** The innermost SQL exception: pools and drivers wrap the one that says what happened. */
  private static @Nullable SQLException sqlException(Throwable error) {
    SQLException found = null;
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        found = sql;
      }
    }
    return found;
  }

  private static String firstLine(SQLException error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("no reason given");
  }
}

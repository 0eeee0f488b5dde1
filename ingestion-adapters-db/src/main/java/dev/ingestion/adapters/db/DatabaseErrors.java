package dev.ingestion.adapters.db;

import static org.h2.api.ErrorCode.CONCURRENT_UPDATE_1;
import static org.h2.api.ErrorCode.DATABASE_ALREADY_OPEN_1;
import static org.h2.api.ErrorCode.DATABASE_CALLED_AT_SHUTDOWN;
import static org.h2.api.ErrorCode.DATABASE_IS_CLOSED;
import static org.h2.api.ErrorCode.DATABASE_IS_READ_ONLY;
import static org.h2.api.ErrorCode.DEADLOCK_1;
import static org.h2.api.ErrorCode.FILE_CORRUPTED_1;
import static org.h2.api.ErrorCode.FILE_VERSION_ERROR_1;
import static org.h2.api.ErrorCode.IO_EXCEPTION_1;
import static org.h2.api.ErrorCode.IO_EXCEPTION_2;
import static org.h2.api.ErrorCode.LOCK_TIMEOUT_1;
import static org.h2.api.ErrorCode.OBJECT_CLOSED;
import static org.h2.mvstore.DataUtils.ERROR_CLOSED;
import static org.h2.mvstore.DataUtils.ERROR_FILE_CORRUPT;
import static org.h2.mvstore.DataUtils.ERROR_READING_FAILED;
import static org.h2.mvstore.DataUtils.ERROR_WRITING_FAILED;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.h2.mvstore.MVStoreException;
import org.jooq.exception.DataChangedException;

/** Says what an error of the database means to those who do not know that there is one. */
final class DatabaseErrors {
  private DatabaseErrors() {}

  /** Whether the same transaction may succeed if it is simply done again. */
  static boolean isRetryable(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      boolean changed = t instanceof DataChangedException;
      if (changed || (t instanceof SQLException sql && isRetryable(sql.getErrorCode()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether H2 has the file open for reading alone. */
  static boolean isReadOnly(Throwable error) {
    return kindOf(cause(error)) == Kind.READ_ONLY;
  }

  static IngestionException translate(Throwable error, Path file) {
    Throwable cause = cause(error);
    Kind kind = kindOf(cause);
    return new IngestionException(kind.code, message(kind, file, firstLine(cause)), error);
  }

  /** The innermost error that says what is wrong; the outermost one if none does. */
  private static Throwable cause(Throwable error) {
    Throwable cause = error;
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (kindOf(t) != Kind.UNKNOWN) {
        cause = t;
      }
    }
    return cause;
  }

  /** What can be wrong with a database. */
  private enum Kind {
    IN_USE(ErrorCode.DATA_ROOT_IN_USE),
    CORRUPT(ErrorCode.STORAGE_CORRUPT),
    READ_ONLY(ErrorCode.STORAGE_UNAVAILABLE),
    UNREACHABLE(ErrorCode.STORAGE_UNAVAILABLE),
    UNKNOWN(ErrorCode.INTERNAL_ERROR);

    private final ErrorCode code;

    Kind(ErrorCode code) {
      this.code = code;
    }
  }

  private static boolean isRetryable(int h2) {
    return h2 == DEADLOCK_1 || h2 == LOCK_TIMEOUT_1 || h2 == CONCURRENT_UPDATE_1;
  }

  private static Kind kindOf(Throwable error) {
    if (error instanceof SQLTransientConnectionException) {
      return Kind.UNREACHABLE;
    }
    if (error instanceof SQLException sql) {
      return isRetryable(sql.getErrorCode()) ? Kind.UNREACHABLE : kindOfSql(sql.getErrorCode());
    }
    return error instanceof MVStoreException store
        ? kindOfStore(store.getErrorCode())
        : Kind.UNKNOWN;
  }

  private static Kind kindOfSql(int h2) {
    return switch (h2) {
      case DATABASE_ALREADY_OPEN_1 -> Kind.IN_USE;
      case FILE_CORRUPTED_1, FILE_VERSION_ERROR_1 -> Kind.CORRUPT;
      case DATABASE_IS_READ_ONLY -> Kind.READ_ONLY;
      case IO_EXCEPTION_1,
          IO_EXCEPTION_2,
          OBJECT_CLOSED,
          DATABASE_IS_CLOSED,
          DATABASE_CALLED_AT_SHUTDOWN ->
          Kind.UNREACHABLE;
      default -> Kind.UNKNOWN;
    };
  }

  /** H2 hands some errors of its store through as general ones. */
  private static Kind kindOfStore(int store) {
    return switch (store) {
      case ERROR_READING_FAILED, ERROR_WRITING_FAILED, ERROR_CLOSED -> Kind.UNREACHABLE;
      case ERROR_FILE_CORRUPT -> Kind.CORRUPT;
      default -> Kind.UNKNOWN;
    };
  }

  private static String message(Kind kind, Path file, String reason) {
    return switch (kind) {
      case IN_USE ->
          "The database %s is open in another process; end that one first".formatted(file);
      case CORRUPT ->
          "The database %s cannot be read (%s). Restore it from a backup, or move it away: the next ingest then builds a new one from the sources"
              .formatted(file, reason);
      case READ_ONLY ->
          "The database %s is read-only; make it writable, then try again".formatted(file);
      case UNREACHABLE ->
          "The database %s cannot be reached (%s). See that its disk has space and is writable, then try again"
              .formatted(file, reason);
      case UNKNOWN -> "The database %s refused a statement: %s".formatted(file, reason);
    };
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("no reason given");
  }
}

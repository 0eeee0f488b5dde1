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
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && sql.getErrorCode() == DATABASE_IS_READ_ONLY) {
        return true;
      }
    }
    return false;
  }

  static IngestionException translate(Throwable error, Path file) {
    ErrorCode code = ErrorCode.INTERNAL_ERROR;
    Throwable reason = error;
    for (Throwable t = error; t != null; t = t.getCause()) {
      ErrorCode found = codeOf(t);
      if (found != ErrorCode.INTERNAL_ERROR) {
        code = found;
        reason = t;
      }
    }
    String message =
        isReadOnly(error)
            ? "The database %s is read-only; make it writable, then try again".formatted(file)
            : message(code, file, firstLine(reason));
    return new IngestionException(code, message, error);
  }

  private static boolean isRetryable(int h2) {
    return h2 == DEADLOCK_1 || h2 == LOCK_TIMEOUT_1 || h2 == CONCURRENT_UPDATE_1;
  }

  private static ErrorCode codeOf(Throwable error) {
    if (error instanceof SQLTransientConnectionException) {
      return ErrorCode.STORAGE_UNAVAILABLE;
    }
    if (error instanceof SQLException sql) {
      return isRetryable(sql.getErrorCode())
          ? ErrorCode.STORAGE_UNAVAILABLE
          : codeOfSql(sql.getErrorCode());
    }
    return error instanceof MVStoreException store
        ? codeOfStore(store.getErrorCode())
        : ErrorCode.INTERNAL_ERROR;
  }

  private static ErrorCode codeOfSql(int h2) {
    return switch (h2) {
      case DATABASE_ALREADY_OPEN_1 -> ErrorCode.DATA_ROOT_IN_USE;
      case FILE_CORRUPTED_1, FILE_VERSION_ERROR_1 -> ErrorCode.STORAGE_CORRUPT;
      case IO_EXCEPTION_1,
          IO_EXCEPTION_2,
          DATABASE_IS_READ_ONLY,
          OBJECT_CLOSED,
          DATABASE_IS_CLOSED,
          DATABASE_CALLED_AT_SHUTDOWN ->
          ErrorCode.STORAGE_UNAVAILABLE;
      default -> ErrorCode.INTERNAL_ERROR;
    };
  }

  /** H2 hands some errors of its store through as general ones. */
  private static ErrorCode codeOfStore(int store) {
    return switch (store) {
      case ERROR_READING_FAILED, ERROR_WRITING_FAILED, ERROR_CLOSED ->
          ErrorCode.STORAGE_UNAVAILABLE;
      case ERROR_FILE_CORRUPT -> ErrorCode.STORAGE_CORRUPT;
      default -> ErrorCode.INTERNAL_ERROR;
    };
  }

  private static String message(ErrorCode code, Path file, String reason) {
    return switch (code) {
      case DATA_ROOT_IN_USE ->
          "The database %s is open in another process; end that one first".formatted(file);
      case STORAGE_CORRUPT ->
          "The database %s cannot be read (%s). Restore it from a backup, or move it away: the next ingest then builds a new one from the sources"
              .formatted(file, reason);
      case STORAGE_UNAVAILABLE ->
          "The database %s cannot be reached (%s). See that its disk has space and is writable, then try again"
              .formatted(file, reason);
      default -> "The database %s refused a statement: %s".formatted(file, reason);
    };
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("no reason given");
  }
}

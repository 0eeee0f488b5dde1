package dev.ingestion.domain;

import org.jspecify.annotations.Nullable;

/**
 * The root of every error this platform throws on purpose. The {@linkplain #code() code} decides
 * about retries, exit codes and HTTP statuses; the message is for people and says what was tried,
 * on what, what went wrong and what to do.
 */
public class IngestionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public IngestionException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public IngestionException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public final ErrorCode code() {
    return code;
  }

  public final ErrorCategory category() {
    return code.category();
  }
}

package dev.ingestion.domain;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error this platform throws on purpose. The {@linkplain #code() code} decides
 * about retries, exit codes and HTTP statuses; the message is for people and says what was tried,
 * on what, what went wrong and what to do.
 */
public class IngestionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable Duration retryAfter;

  public IngestionException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public IngestionException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, cause, null);
  }

  /**
   * @param retryAfter how long whoever refused asks to be left alone; null if it did not say
   */
  public IngestionException(
      ErrorCode code, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
    super(message, cause);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public final ErrorCode code() {
    return code;
  }

  public final ErrorCategory category() {
    return code.category();
  }

  /**
   * How long whoever refused asks to be left alone (HTTP's Retry-After); empty if it did not say.
   */
  public final Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}

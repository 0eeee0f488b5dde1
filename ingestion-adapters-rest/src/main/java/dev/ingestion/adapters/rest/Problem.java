package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import java.util.Locale;

/**
 * What went wrong with a request, as RFC 9457 has it.
 *
 * @param title the code in words
 * @param detail what was tried, what went wrong and what to do
 * @param code one of {@link ErrorCode}
 * @param correlationId the request's, which the log names as well
 */
record Problem(
    String type, String title, int status, String detail, String code, String correlationId) {
  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(ErrorCode code, String detail, String correlationId) {
    return of(status(code), code, detail, correlationId);
  }

  /** A problem that HTTP has a status of its own for. */
  static Problem of(int status, ErrorCode code, String detail, String correlationId) {
    return new Problem("about:blank", title(code), status, detail, code.name(), correlationId);
  }

  private static String title(ErrorCode code) {
    String words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** What a code means over HTTP. */
  static int status(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_KNOWLEDGE_BASE,
          UNKNOWN_DOCUMENT,
          UNKNOWN_DEAD_LETTER,
          UNKNOWN_SCHEDULE,
          UNKNOWN_TOKEN,
          UNKNOWN_JOB,
          UNKNOWN_TASK,
          UNKNOWN_ROUTE ->
          404;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case METHOD_NOT_ALLOWED -> 405;
      case CHANGED_MEANWHILE -> 412;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case IDEMPOTENCY_KEY_REUSED -> 422;
      case VERSION_REQUIRED -> 428;
      case RATE_LIMITED -> 429;
      default -> status(code.category());
    };
  }

  private static int status(ErrorCategory category) {
    return switch (category) {
      case USER -> 400;
      case CONFLICT -> 409;
      case TRANSIENT -> 503;
      case INTERNAL -> 500;
    };
  }
}

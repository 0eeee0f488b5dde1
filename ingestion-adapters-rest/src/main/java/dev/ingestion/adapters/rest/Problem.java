package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;

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
    return new Problem(
        "about:blank", title(code), status(code), detail, code.name(), correlationId);
  }

  private static String title(ErrorCode code) {
    String words = code.name().replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** What a code means over HTTP. */
  static int status(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_KNOWLEDGE_BASE, UNKNOWN_DOCUMENT, UNKNOWN_DEAD_LETTER, UNKNOWN_SCHEDULE, UNKNOWN_TOKEN -> 404;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case RATE_LIMITED -> 429;
      case TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
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

package dev.ingestion.adapters.rest;

import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Has every line that this thread logs name the correlation id of a request, until it is closed;
 * then it is as it was before. Requests change their threads, and threads their requests.
 */
final class LogContext implements AutoCloseable {
  /** By what name the log knows it. */
  static final String CORRELATION_ID = "correlation_id";

  private final @Nullable String before = MDC.get(CORRELATION_ID);

  private LogContext(@Nullable String id) {
    put(id);
  }

  /** That of a request; none if it has no id yet. */
  static LogContext of(Context context) {
    return new LogContext(Correlation.orNull(context));
  }

  /** That of whoever has work done by another thread. */
  static LogContext of(@Nullable String id) {
    return new LogContext(id);
  }

  /** What this thread logs now. */
  static @Nullable String current() {
    return MDC.get(CORRELATION_ID);
  }

  @Override
  public void close() {
    put(before);
  }

  private static void put(@Nullable String id) {
    if (id == null) {
      MDC.remove(CORRELATION_ID);
    } else {
      MDC.put(CORRELATION_ID, id);
    }
  }
}

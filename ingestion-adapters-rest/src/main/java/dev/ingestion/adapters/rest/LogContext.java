package dev.ingestion.adapters.rest;

import io.javalin.config.RoutesConfig;
import org.slf4j.MDC;

/** Has every line that is logged for a request name its correlation id. */
final class LogContext implements Routes {
  /** By what name the log knows it. */
  static final String CORRELATION_ID = "correlation_id";

  @Override
  public void addTo(RoutesConfig routes) {
    routes.before(context -> MDC.put(CORRELATION_ID, Correlation.of(context)));
    routes.after(context -> MDC.remove(CORRELATION_ID));
  }
}

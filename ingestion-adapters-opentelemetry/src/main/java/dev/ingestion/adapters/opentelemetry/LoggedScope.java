package dev.ingestion.adapters.opentelemetry;

import dev.ingestion.ports.out.Tracing;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** While it is open, the lines that this thread logs name its trace and span. */
final class LoggedScope implements Tracing.Scope {
  static final String TRACE = "trace_id";
  static final String SPAN = "span_id";

  private static final Logger log = LoggerFactory.getLogger(LoggedScope.class);

  private final Scope scope;
  private final Thread owner = Thread.currentThread();
  private final @Nullable String trace = MDC.get(TRACE);
  private final @Nullable String span = MDC.get(SPAN);

  LoggedScope(Scope scope, SpanContext entered) {
    this.scope = scope;
    MDC.put(TRACE, entered.getTraceId());
    MDC.put(SPAN, entered.getSpanId());
  }

  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      // a defect of whoever entered it, and no reason to let the work fail that is traced
      log.warn("Thread {} is still in a span, which only itself can leave", owner.getName());
      return;
    }
    scope.close();
    restore(TRACE, trace);
    restore(SPAN, span);
  }

  private static void restore(String key, @Nullable String before) {
    if (before == null) {
      MDC.remove(key);
    } else {
      MDC.put(key, before);
    }
  }
}

package dev.ingestion.adapters.opentelemetry;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/** A span of OpenTelemetry, with the context that is current for those within it. Thread-safe. */
final class OpenTelemetrySpan implements Tracing.Span {
  private static final ContextKey<OpenTelemetrySpan> KEY = ContextKey.named("ingestion-span");

  private final Span span;
  private final Context context;

  private OpenTelemetrySpan(Span span, Context parent) {
    this.span = span;
    this.context = parent.with(span).with(KEY, this);
  }

  static OpenTelemetrySpan in(Context parent, Span span) {
    return new OpenTelemetrySpan(span, parent);
  }

  /**
   * @return null if there is none in the context
   */
  static @Nullable OpenTelemetrySpan of(Context context) {
    return context.get(KEY);
  }

  Span span() {
    return span;
  }

  Context context() {
    return context;
  }

  @Override
  public Tracing.Span put(SpanAttribute attribute, String value) {
    span.setAttribute(attribute.id(), value);
    return this;
  }

  @Override
  public Tracing.Span put(SpanAttribute attribute, long value) {
    span.setAttribute(attribute.id(), value);
    return this;
  }

  /** The code alone: a message may quote a document. */
  @Override
  public void fail(ErrorCode code) {
    span.setStatus(StatusCode.ERROR);
    span.setAttribute("error.type", code.name());
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // closed with the scope that is returned
  public Tracing.Scope enter() {
    return new LoggedScope(context.makeCurrent(), span.getSpanContext());
  }

  @Override
  public void end() {
    span.end();
  }
}

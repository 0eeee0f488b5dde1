package dev.ingestion.ports.out;

import dev.ingestion.domain.ErrorCode;

/** The span of what is not traced. */
public enum NoSpan implements Tracing.Span, Tracing.Scope {
  INSTANCE;

  @Override
  public Tracing.Span put(SpanAttribute attribute, String value) {
    return this;
  }

  @Override
  public Tracing.Span put(SpanAttribute attribute, long value) {
    return this;
  }

  @Override
  public void fail(ErrorCode code) {}

  @Override
  public Tracing.Scope enter() {
    return this;
  }

  @Override
  public void end() {}

  @Override
  public void close() {}
}

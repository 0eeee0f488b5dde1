package dev.ingestion.workers;

import dev.ingestion.ports.out.NoSpan;
import dev.ingestion.ports.out.Tracing;

/** For an engine that nobody traces. */
public final class NoTracing implements Tracing {
  @Override
  public Span begin(String name) {
    return NoSpan.INSTANCE;
  }

  @Override
  public Span request(String name, Headers headers) {
    return NoSpan.INSTANCE;
  }

  @Override
  public Span run(Span asked, Span previous) {
    return NoSpan.INSTANCE;
  }

  @Override
  public Span current() {
    return NoSpan.INSTANCE;
  }
}

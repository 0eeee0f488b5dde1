package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.SpanAttribute;
import dev.ingestion.ports.out.Tracing.Scope;
import dev.ingestion.ports.out.Tracing.Span;
import dev.ingestion.workers.pipeline.DocumentReader.Reading;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.util.function.Supplier;

/** Has work done within spans, and says what came of it. */
final class Spans {
  private Spans() {}

  /** The span ends with the work. */
  static <T> T within(Span span, Supplier<T> work) {
    Scope scope = span.enter();
    try {
      return work.get();
    } catch (InterruptedCallException stopped) {
      throw stopped; // nothing failed: its job stops
    } catch (RuntimeException | Error e) {
      span.fail(Errors.of(e).code());
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }

  static void tell(Span span, Reading reading) {
    if (reading instanceof Reading.Changed changed) {
      span.put(SpanAttribute.OUTCOME, "changed");
      span.put(SpanAttribute.CHUNKS, changed.document().chunks().size());
    } else if (reading instanceof Reading.Unusable unusable) {
      if (unusable.code().isSkip()) {
        span.put(SpanAttribute.OUTCOME, "skipped");
      } else {
        span.put(SpanAttribute.OUTCOME, "failed");
        span.fail(unusable.code());
      }
    } else {
      span.put(SpanAttribute.OUTCOME, "unchanged");
    }
  }
}

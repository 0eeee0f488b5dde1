package dev.ingestion.adapters.opentelemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many spans there may still be within a run: collectors refuse traces that are too large, and
 * a corpus may be of any size. Thread-safe.
 */
final class SpanBudget {
  private static final ContextKey<SpanBudget> KEY = ContextKey.named("ingestion-span-budget");

  private final AtomicInteger left;
  private volatile @Nullable Span run;

  SpanBudget(int spans) {
    this.left = new AtomicInteger(spans);
  }

  /**
   * @return null if what is done there is not limited
   */
  static @Nullable SpanBudget of(Context context) {
    return context.get(KEY);
  }

  /** Limits what is begun in a context. */
  Context in(Context context) {
    return context.with(KEY, this);
  }

  /**
   * @param run is told if something is left out of it
   */
  void limits(Span run) {
    this.run = run;
  }

  boolean take() {
    boolean taken = left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
    Span told = run;
    if (!taken && told != null) {
      run = null;
      told.setAttribute("ingestion.spans.limited", true);
    }
    return taken;
  }
}

package dev.ingestion.workers.runtime;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How many claims a consumer holds at once: one, unless it is done with each in so short a time
 * that asking for the next would take longer. What it holds can be neither given to another
 * consumer nor overtaken by more urgent work, so it is never more than what it does in a moment; if
 * one takes longer, the rest are given back. Used by one thread.
 */
final class ClaimPace {
  private static final int MOST = 16;
  private static final long MOMENT_NANOS = 10_000_000;

  private final int usualChunks;
  private final LongSupplier nanoTime;
  private int next = 1;

  /**
   * @param usualChunks of a claim; a smaller one says how long such a claim would take
   */
  ClaimPace(int usualChunks, LongSupplier nanoTime) {
    this.usualChunks = usualChunks;
    this.nanoTime = nanoTime;
  }

  int next() {
    return next;
  }

  /** Works on one claim of so many chunks. */
  <T> T timed(int chunks, Supplier<T> work) {
    long start = nanoTime.getAsLong();
    T result = work.get();
    long usual = (nanoTime.getAsLong() - start) * usualChunks / Math.max(1, chunks);
    next = (int) Math.max(1, Math.min(MOST, MOMENT_NANOS / Math.max(1, usual)));
    return result;
  }
}

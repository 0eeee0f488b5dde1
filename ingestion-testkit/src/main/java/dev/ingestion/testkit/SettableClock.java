package dev.ingestion.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that stands still until a test moves it. Thread-safe. */
public final class SettableClock implements InstantSource {
  private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
  private long nanos;

  @Override
  public synchronized Instant instant() {
    return wall;
  }

  /** What {@link System#nanoTime} would say. */
  public synchronized long nanoTime() {
    return nanos;
  }

  public synchronized void advance(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  /** Somebody sets the wall clock; monotonic time goes on as if nothing had happened. */
  public synchronized void setWall(Instant instant) {
    wall = instant;
  }
}

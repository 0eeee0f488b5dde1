package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Wakes threads that wait for something to happen; each also wakes by itself after a time. */
public interface Signal {
  /** Wakes all that wait now, or else the next that would. */
  void raise();

  /**
   * Waits for the signal or the time, whichever comes first. A thread that is not one of {@link
   * Threads} wakes early if it is interrupted, with the flag set again.
   */
  void await(Duration most);

  /**
   * Waits until a condition holds, for a time at most; it is looked at first and after each signal.
   * Whoever makes it true raises the signal afterwards.
   *
   * @param condition quick, and waits for nothing
   * @return whether it holds
   */
  boolean await(Duration most, BooleanSupplier condition);
}

package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

/**
 * The engine's threads, what they wait for, and the time they wait by. The engine starts, blocks
 * and measures through this alone, so that a simulation can decide who runs next and when it is.
 * Thread-safe.
 */
public interface Threads {
  /**
   * Starts a thread that does not keep the process alive. It is interrupted within {@link
   * InterruptibleCalls} alone: an interrupt from elsewhere ends none of its waits.
   */
  Worker start(String name, Runnable body);

  /** A reentrant lock, to be held only while nothing is waited for but other locks and ports. */
  Lock lock();

  Signal signal();

  /**
   * Nanoseconds on a clock that no change of the wall clock moves; only differences mean anything.
   */
  long nanoTime();

  /** How many threads that compute make full use of the machine. */
  int parallelism();

  /** A thread that was started. */
  interface Worker {
    /**
     * Waits until it has ended, for a time at most. Wakes early if interrupted, with the flag set
     * again.
     *
     * @return whether it has ended
     */
    boolean join(Duration most);
  }
}

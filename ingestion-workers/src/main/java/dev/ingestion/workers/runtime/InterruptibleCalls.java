package dev.ingestion.workers.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one job that may be interrupted because nothing they do is stored: parsers, remote
 * models. No thread is interrupted outside of such a call, and none keeps its interrupt after it,
 * for an interrupt inside a store would close it for everybody. Thread-safe.
 */
final class InterruptibleCalls {
  private final Lock lock;
  private final Map<Thread, Boolean> interrupted = new HashMap<>();
  private boolean over;

  InterruptibleCalls(Lock lock) {
    this.lock = lock;
  }

  /** The call was interrupted and came to nothing. */
  static final class InterruptedCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterruptedCallException(@Nullable RuntimeException cause) {
      super("A call was interrupted because its job stops", cause);
    }
  }

  /**
   * Makes a call.
   *
   * @throws InterruptedCallException if it was interrupted by {@link #interrupt} and failed
   */
  <T> T call(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    Locks.holding(lock, () -> begin(thread));
    try {
      return call.get();
    } catch (RuntimeException e) {
      if (Locks.holding(lock, () -> interrupted.getOrDefault(thread, false))) {
        throw new InterruptedCallException(e);
      }
      throw e;
    } finally {
      Locks.holding(lock, () -> end(thread));
    }
  }

  /**
   * To be called before anything is made of what came of calls that report their failures otherwise
   * than by throwing.
   *
   * @throws InterruptedCallException if calls were interrupted
   */
  void requireUninterrupted() {
    if (Locks.holding(lock, () -> over)) {
      throw new InterruptedCallException(null);
    }
  }

  private void begin(Thread thread) {
    interrupted.put(thread, over);
    if (over) {
      thread.interrupt();
    } else {
      Thread.interrupted(); // a stranger's, of which the call would fail
    }
  }

  private void end(Thread thread) {
    if (Boolean.TRUE.equals(interrupted.remove(thread))) {
      Thread.interrupted();
    }
  }

  /** Interrupts the calls that are under way, and every one that is still begun. */
  void interrupt() {
    Locks.holding(
        lock,
        () -> {
          over = true;
          interrupted.replaceAll(
              (thread, before) -> {
                thread.interrupt();
                return true;
              });
        });
  }
}

package dev.ingestion.domain;

/**
 * Keeps a waiting interrupt away from work on storage. One that reaches a file channel closes it
 * under every other thread; one that reaches a pool of connections makes it refuse one.
 *
 * <p>The interrupt is there again afterwards. Not offered: protection from interrupts that come
 * while the work is done, which nobody may send.
 */
public final class Uninterrupted {
  private Uninterrupted() {}

  /** Work that may fail. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    T run() throws E;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Action<E extends Exception> {
    void run() throws E;
  }

  public static <T, E extends Exception> T call(Work<T, E> work) throws E {
    boolean interrupted = Thread.interrupted();
    try {
      return work.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@link #call} without a result. */
  public static <E extends Exception> void run(Action<E> action) throws E {
    call(
        () -> {
          action.run();
          return true;
        });
  }
}

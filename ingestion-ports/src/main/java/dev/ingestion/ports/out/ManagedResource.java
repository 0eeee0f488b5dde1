package dev.ingestion.ports.out;

/**
 * Something that holds files, threads or connections, and is started and closed with the process.
 *
 * <p>Constructors do no I/O; {@link #start} does. The composition root starts resources by
 * ascending {@link #phase} and closes them in the opposite order. Both are called once, by one
 * thread.
 */
public interface ManagedResource extends AutoCloseable {
  /** When a resource starts; those of one phase do not depend on each other. */
  enum Phase {
    /** Proof that no other process works on the same data. */
    LOCK,
    STORAGE,
    ENGINE,
    /** What only a process does that stays to serve: schedules, and ways in from outside. */
    SERVE
  }

  Phase phase();

  /**
   * @throws dev.ingestion.domain.IngestionException if it cannot work; the message says what to do
   */
  void start();

  /** Gives everything back. Does nothing if it was never started. */
  @Override
  void close();
}

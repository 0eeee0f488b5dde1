package dev.ingestion.ports.out;

/**
 * Notices that a source changes, for sources of one kind; registered under the kind's name. A kind
 * without one cannot be followed. Thread-safe.
 *
 * <p>Not offered: what has changed. A run lists the source anyway, so a watcher may tell too much;
 * and it may tell too little, which the next run mends.
 */
public interface SourceWatcher {
  /**
   * Begins to watch. What happens after this has returned is told.
   *
   * @param listener called by threads of the watcher, also once more while the watch is being
   *     closed
   * @throws dev.ingestion.domain.IngestionException SOURCE_NOT_FOUND if the source is not there,
   *     SOURCE_UNAVAILABLE if it cannot be watched; the message says why and what to do
   */
  Watch watch(SourceSettings source, Listener listener);

  /** Is told; must return soon. */
  interface Listener {
    /** Something of what the source lists has changed, or may have. */
    void changed();

    /**
     * The watch has ended by itself, for instance because the source is gone. Told once, and
     * nothing after it.
     *
     * @param reason for people
     */
    void lost(String reason);
  }

  /** A watch that was begun. */
  interface Watch extends AutoCloseable {
    /** Does nothing the second time, and nothing to a watch that has ended by itself. */
    @Override
    void close();
  }
}

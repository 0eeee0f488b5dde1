package dev.ingestion.ports.in;

import java.time.Duration;

/** Follows the changes of sources. Thread-safe. */
public interface FollowService {
  /**
   * Begins to follow the source that a command names. What changes after this has returned is
   * noticed; a source that goes away is looked for again and again.
   *
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if sources of its kind cannot
   *     be followed, SOURCE_NOT_FOUND if it is not there, SOURCE_UNAVAILABLE if it cannot be
   *     watched
   */
  SourceChanges follow(StartIngestion command);

  /** A source that is followed, by one thread. */
  interface SourceChanges extends AutoCloseable {
    /**
     * Waits until the source has changed and then been quiet for a while, or has changed for so
     * long that waiting for quiet has to end; for a time at most. Wakes early if interrupted, with
     * the flag set again.
     *
     * @return whether a run is wanted; what has changed up to now is thereby taken note of
     */
    boolean await(Duration most);

    /** The run that was wanted could not begin: it is wanted again after a while. */
    void putBack();

    @Override
    void close();
  }
}

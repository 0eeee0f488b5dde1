package dev.ingestion.domain.access;

/** What the holder of a token may do; each may do all that the one before may. */
public enum Role {
  /** Look: status, documents, search, dead letters, events, metrics. */
  READ,
  /** Steer what is there: start, pause, resume, cancel, replay, repair, uploads, schedules. */
  OPERATE,
  /** Make and delete knowledge bases, change their settings, run commands. */
  ADMIN;

  /** Whether it may do what the other may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}

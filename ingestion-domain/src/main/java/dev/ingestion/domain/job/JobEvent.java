package dev.ingestion.domain.job;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a job, as its history keeps it.
 *
 * @param status of the job afterwards
 * @param node which process saw to it
 * @param reason why, for people; empty if there is nothing to say
 */
public record JobEvent(
    JobId job,
    KnowledgeBaseId kb,
    Instant at,
    Kind kind,
    @Nullable JobStatus status,
    String node,
    String reason) {
  /** What happened. Stored and printed: kinds are added, never renamed. */
  public enum Kind {
    CREATED,
    STATUS_CHANGED,
    PAUSE_REQUESTED,
    CANCEL_REQUESTED,
    /** A pause that was asked for and not done yet is not wanted any more. */
    REQUEST_WITHDRAWN,
    PRIORITY_CHANGED,
    MASS_DELETE_ALLOWED,
    /** The process that worked on it died, and another one goes on. */
    TAKEN_OVER,
    /** It waits for something, or for something else than before. */
    WAITING,
    /** It does not wait any more. */
    GOES_ON
  }
}

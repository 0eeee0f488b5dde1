package dev.ingestion.domain.schedule;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;

/**
 * A schedule that is stored and cannot be read here, for instance because it was written by a newer
 * version, or for a time zone that this Java does not know. It is never run, and stays until
 * somebody removes it or puts another in its place.
 *
 * @param reason why it cannot be read, for people
 */
public record UnreadableSchedule(KnowledgeBaseId kb, SourceName source, String reason, long version)
    implements StoredSchedule {

  @Override
  public ScheduledSource rescheduled(ScheduledSource wanted) {
    return wanted.following(version, null);
  }
}

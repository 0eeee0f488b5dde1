package dev.ingestion.domain.schedule;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;

/** What is stored as the schedule of a source, whether it can be read or not. */
public sealed interface StoredSchedule permits ScheduledSource, UnreadableSchedule {
  KnowledgeBaseId kb();

  SourceName source();

  /** Each change gives the next one. */
  long version();

  /**
   * The source with another schedule in place of this one; what is known of its latest run stays,
   * if that knows none.
   */
  ScheduledSource rescheduled(ScheduledSource wanted);
}

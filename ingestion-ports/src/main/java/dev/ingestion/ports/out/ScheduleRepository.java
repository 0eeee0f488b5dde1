package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import java.util.List;
import java.util.Optional;

/**
 * The schedules, one a source at most. Thread-safe; each call is one transaction, durable when it
 * returns. Every method throws an IngestionException with STORAGE_UNAVAILABLE if the database
 * cannot be reached; reads are then safe to retry. A knowledge base that is deleted takes its
 * schedules with it.
 *
 * <p>A stored schedule that cannot be read is no error: it is given as an {@link
 * dev.ingestion.domain.schedule.UnreadableSchedule} among the others, and can be deleted and
 * replaced as they can.
 *
 * <p>Not offered: a query for those that are due. There are few, and whoever runs them looks at
 * all. Nor a judgement of cron expressions, which are kept as text.
 */
public interface ScheduleRepository {
  /** In the order of knowledge bases and sources. */
  List<StoredSchedule> list();

  /** In the order of sources. */
  List<StoredSchedule> list(KnowledgeBaseId kb);

  Optional<StoredSchedule> find(KnowledgeBaseId kb, SourceName source);

  /**
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if the source has one
   *     already, UNKNOWN_KNOWLEDGE_BASE if the knowledge base is not there
   */
  void insert(ScheduledSource schedule);

  /**
   * Stores what a schedule is to be next, by compare-and-set.
   *
   * @param next its version is one more than that which is stored
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if another version is stored,
   *     or none
   */
  void update(ScheduledSource next);

  /**
   * @return whether there was one
   */
  boolean delete(KnowledgeBaseId kb, SourceName source);
}

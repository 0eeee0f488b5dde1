package dev.ingestion.workers.schedule;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whoever reads the log of schedules that cannot be read: once, and again when the reason is
 * another. Used by the scheduler's thread.
 */
final class UnreadableSchedules {
  private static final Logger log = LoggerFactory.getLogger(UnreadableSchedules.class);

  private Map<Key, String> told = new HashMap<>();

  private record Key(KnowledgeBaseId kb, SourceName source) {}

  /**
   * Takes note of all that is stored now.
   *
   * @return those that were told of
   */
  List<UnreadableSchedule> tell(List<StoredSchedule> all) {
    Map<Key, String> before = told;
    told = new HashMap<>();
    List<UnreadableSchedule> news = new ArrayList<>();
    for (StoredSchedule stored : all) {
      if (stored instanceof UnreadableSchedule schedule) {
        Key key = new Key(schedule.kb(), schedule.source());
        told.put(key, schedule.reason());
        if (!schedule.reason().equals(before.remove(key))) {
          news.add(schedule);
        }
      }
    }
    news.forEach(UnreadableSchedules::tell);
    before.keySet().forEach(UnreadableSchedules::tellGone);
    return news;
  }

  private static void tellGone(Key key) {
    log.info(
        "The schedule of source {} of {} that could not be read is replaced or gone",
        key.source(),
        key.kb());
  }

  private static void tell(UnreadableSchedule schedule) {
    log.error(
        "The schedule of source {} of {} cannot be read and is not run; remove it, or give the source another: {}",
        schedule.source(),
        schedule.kb(),
        schedule.reason());
  }
}

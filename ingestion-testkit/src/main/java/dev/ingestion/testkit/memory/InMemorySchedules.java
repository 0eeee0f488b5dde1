package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import dev.ingestion.ports.out.ScheduleRepository;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

final class InMemorySchedules implements ScheduleRepository {
  private static final Comparator<StoredSchedule> IN_ORDER =
      Comparator.<StoredSchedule, String>comparing(schedule -> schedule.kb().value())
          .thenComparing(schedule -> schedule.source().value());

  private final InMemoryDatabase database;

  InMemorySchedules(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public List<StoredSchedule> list() {
    return database.read(rows -> rows.schedules.stream().sorted(IN_ORDER).toList());
  }

  @Override
  public List<StoredSchedule> list(KnowledgeBaseId kb) {
    return list().stream().filter(schedule -> schedule.kb().equals(kb)).toList();
  }

  @Override
  public Optional<StoredSchedule> find(KnowledgeBaseId kb, SourceName source) {
    return list(kb).stream().filter(schedule -> schedule.source().equals(source)).findFirst();
  }

  @Override
  public void insert(ScheduledSource schedule) {
    database.change(
        rows -> {
          if (!rows.bases.containsKey(schedule.kb())) {
            throw new IngestionException(
                ErrorCode.UNKNOWN_KNOWLEDGE_BASE,
                "There is no knowledge base %s".formatted(schedule.kb()));
          }
          if (rows.schedules.stream().anyMatch(other -> isSame(other, schedule))) {
            throw changed(schedule);
          }
          rows.schedules.add(schedule);
        });
  }

  @Override
  public void update(ScheduledSource next) {
    database.change(
        rows -> {
          boolean found =
              rows.schedules.removeIf(
                  stored -> isSame(stored, next) && stored.version() == next.version() - 1);
          if (!found) {
            throw changed(next);
          }
          rows.schedules.add(next);
        });
  }

  @Override
  public boolean delete(KnowledgeBaseId kb, SourceName source) {
    return database.write(
        rows ->
            rows.schedules.removeIf(
                stored -> stored.kb().equals(kb) && stored.source().equals(source)));
  }

  /** Makes a schedule unreadable, if there is one. */
  void damage(KnowledgeBaseId kb, SourceName source) {
    database.change(
        rows ->
            rows.schedules.replaceAll(
                stored ->
                    stored.kb().equals(kb) && stored.source().equals(source)
                        ? new UnreadableSchedule(kb, source, "It is damaged", stored.version())
                        : stored));
  }

  private static boolean isSame(StoredSchedule one, StoredSchedule other) {
    return one.kb().equals(other.kb()) && one.source().equals(other.source());
  }

  private static IngestionException changed(ScheduledSource schedule) {
    return new IngestionException(
        ErrorCode.CONCURRENT_CHANGE,
        "The schedule of %s in %s was changed meanwhile"
            .formatted(schedule.source(), schedule.kb()));
  }
}

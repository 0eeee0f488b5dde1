package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Schedules in memory. */
final class FakeSchedules implements ScheduleService {
  private final Map<String, ScheduledSource> kept = new TreeMap<>();
  private final FakeEngine engine;

  FakeSchedules(FakeEngine engine) {
    this.engine = engine;
  }

  private static String key(KnowledgeBaseId kb, @Nullable SourceName source) {
    return kb + " " + source;
  }

  private static Entry entry(ScheduledSource schedule) {
    return new Entry(schedule, "/srv/docs", null);
  }

  @Override
  public Instant firstRun(Schedule schedule) {
    return FakeEngine.NOW;
  }

  @Override
  public synchronized Entry keep(StartIngestion command, Schedule schedule, boolean followed) {
    ScheduledSource next =
        new ScheduledSource(
            command.kb(),
            command.source(),
            command.pipeline(),
            command.priority(),
            schedule,
            followed,
            false,
            FakeEngine.NOW,
            null,
            1);
    kept.put(key(command.kb(), command.source()), next);
    return entry(next);
  }

  @Override
  public List<Entry> list() {
    throw new AssertionError("The API does not ask for that");
  }

  @Override
  public synchronized List<Entry> list(KnowledgeBaseId kb) {
    engine.require(kb);
    return kept.values().stream()
        .filter(schedule -> schedule.kb().equals(kb))
        .map(FakeSchedules::entry)
        .toList();
  }

  @Override
  public synchronized Entry show(KnowledgeBaseId kb, @Nullable SourceName source) {
    engine.require(kb);
    ScheduledSource found = kept.get(key(kb, source));
    if (found == null) {
      throw new IngestionException(ErrorCode.UNKNOWN_SCHEDULE, "No schedule of " + source);
    }
    return entry(found);
  }

  private Entry paused(KnowledgeBaseId kb, @Nullable SourceName source, boolean paused) {
    ScheduledSource next = show(kb, source).scheduled().paused(paused, FakeEngine.NOW);
    kept.put(key(kb, source), next);
    return entry(next);
  }

  @Override
  public synchronized Entry pause(KnowledgeBaseId kb, @Nullable SourceName source) {
    return paused(kb, source, true);
  }

  @Override
  public synchronized Entry resume(KnowledgeBaseId kb, @Nullable SourceName source) {
    return paused(kb, source, false);
  }

  @Override
  public synchronized Entry remove(KnowledgeBaseId kb, @Nullable SourceName source) {
    Entry gone = show(kb, source);
    kept.remove(key(kb, source));
    return gone;
  }
}

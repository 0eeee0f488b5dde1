package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Schedules in memory. */
final class FakeSchedules implements ScheduleService {
  private final Map<String, StoredSchedule> kept = new TreeMap<>();
  private final FakeEngine engine;

  FakeSchedules(FakeEngine engine) {
    this.engine = engine;
  }

  private static String key(KnowledgeBaseId kb, @Nullable SourceName source) {
    return kb + " " + source;
  }

  /** Makes the schedule of a source unreadable. */
  synchronized void damage(KnowledgeBaseId kb, SourceName source) {
    kept.put(key(kb, source), new UnreadableSchedule(kb, source, "It is damaged", 1));
  }

  private static Kept kept(StoredSchedule stored) {
    return stored instanceof UnreadableSchedule unreadable
        ? new Unreadable(stored.kb(), stored.source(), "/srv/docs", unreadable.reason())
        : entry((ScheduledSource) stored);
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
  public List<Kept> list() {
    throw new AssertionError("The API does not ask for that");
  }

  @Override
  public synchronized List<Kept> list(KnowledgeBaseId kb) {
    engine.require(kb);
    return kept.values().stream()
        .filter(schedule -> schedule.kb().equals(kb))
        .map(FakeSchedules::kept)
        .toList();
  }

  @Override
  public synchronized Kept show(KnowledgeBaseId kb, @Nullable SourceName source) {
    return kept(find(kb, source));
  }

  private StoredSchedule find(KnowledgeBaseId kb, @Nullable SourceName source) {
    engine.require(kb);
    StoredSchedule found = kept.get(key(kb, source));
    if (found == null) {
      throw new IngestionException(ErrorCode.UNKNOWN_SCHEDULE, "No schedule of " + source);
    }
    return found;
  }

  private Entry paused(KnowledgeBaseId kb, @Nullable SourceName source, boolean paused) {
    if (!(find(kb, source) instanceof ScheduledSource found)) {
      throw new IngestionException(ErrorCode.SCHEDULE_UNREADABLE, "It cannot be read");
    }
    ScheduledSource next = found.paused(paused, FakeEngine.NOW);
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
  public synchronized Kept remove(KnowledgeBaseId kb, @Nullable SourceName source) {
    Kept gone = show(kb, source);
    kept.remove(key(kb, source));
    return gone;
  }
}

package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.in.FollowService;
import dev.ingestion.ports.in.ScheduleService;
import dev.ingestion.ports.in.StartIngestion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schedules that answer what a test tells them to, and remember what they were asked. */
final class FakeSchedules implements ScheduleService, FollowService {
  static final Instant NEXT = Instant.parse("2026-03-02T02:00:00Z");

  final List<String> asked = new ArrayList<>();
  List<Kept> entries = List.of();

  /** What becomes of each wait for changes; then the thread is interrupted, as if by a Ctrl-C. */
  final Deque<Boolean> changes = new ArrayDeque<>();

  Runnable onChange = () -> {};

  @Override
  public Instant firstRun(Schedule schedule) {
    if (schedule instanceof Cron cron && cron.expression().isBlank()) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "'' is no cron expression");
    }
    return NEXT;
  }

  @Override
  public Entry keep(StartIngestion command, Schedule schedule, boolean followed) {
    asked.add("keep %s %s%s".formatted(command.kb(), schedule, followed ? " followed" : ""));
    Entry kept =
        new Entry(
            new ScheduledSource(
                command.kb(),
                command.source(),
                command.pipeline(),
                command.priority(),
                schedule,
                followed,
                false,
                NEXT,
                null,
                1),
            "/srv/docs",
            null);
    entries = List.of(kept);
    return kept;
  }

  @Override
  public List<Kept> list() {
    asked.add("list");
    return entries;
  }

  @Override
  public List<Kept> list(KnowledgeBaseId kb) {
    return entries.stream().filter(kept -> kept.kb().equals(kb)).toList();
  }

  @Override
  public Kept show(KnowledgeBaseId kb, @Nullable SourceName source) {
    return one("show", kb, source);
  }

  @Override
  public Entry pause(KnowledgeBaseId kb, @Nullable SourceName source) {
    return (Entry) one("pause", kb, source);
  }

  @Override
  public Entry resume(KnowledgeBaseId kb, @Nullable SourceName source) {
    return (Entry) one("resume", kb, source);
  }

  @Override
  public Kept remove(KnowledgeBaseId kb, @Nullable SourceName source) {
    return one("remove", kb, source);
  }

  private Kept one(String what, KnowledgeBaseId kb, @Nullable SourceName source) {
    asked.add("%s %s %s".formatted(what, kb, source));
    return list(kb).stream()
        .findFirst()
        .orElseThrow(() -> new IngestionException(ErrorCode.UNKNOWN_SCHEDULE, "There is none"));
  }

  @Override
  public SourceChanges follow(StartIngestion command) {
    asked.add("follow " + command.root());
    return new SourceChanges() {
      @Override
      public boolean await(Duration most) {
        Boolean changed = changes.poll();
        onChange.run();
        if (changed == null) {
          Thread.currentThread().interrupt();
        }
        return Boolean.TRUE.equals(changed);
      }

      @Override
      public void putBack() {
        asked.add("put back");
      }

      @Override
      public void close() {
        asked.add("unfollow");
      }
    };
  }
}

package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.ScheduleRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.schedule.LastRun;
import dev.ingestion.domain.schedule.RunOutcome;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.Schedule.Cron;
import dev.ingestion.domain.schedule.Schedule.Every;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.domain.schedule.StoredSchedule;
import dev.ingestion.domain.schedule.UnreadableSchedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between a schedule and its row. */
final class ScheduleRows {
  private ScheduleRows() {}

  /** A row that cannot be read must not keep the others from being read, nor from being run. */
  static StoredSchedule toSchedule(ScheduleRecord row) {
    try {
      return read(row);
    } catch (IngestionException e) {
      return new UnreadableSchedule(
          kb(row),
          source(row),
          Objects.requireNonNullElse(e.getMessage(), e.code().name()),
          row.getVersion());
    }
  }

  private static ScheduledSource read(ScheduleRecord row) {
    Integer priority = row.getPriority();
    return new ScheduledSource(
        kb(row),
        source(row),
        row.getPipeline(),
        priority == null ? null : new JobPriority(priority),
        timing(row),
        row.getFollowed(),
        row.getPaused(),
        row.getNextRun(),
        last(row),
        row.getVersion());
  }

  private static KnowledgeBaseId kb(ScheduleRecord row) {
    return new KnowledgeBaseId(row.getKbId());
  }

  private static SourceName source(ScheduleRecord row) {
    return new SourceName(row.getSource());
  }

  private static Schedule timing(ScheduleRecord row) {
    Long seconds = row.getEverySeconds();
    if (seconds != null) {
      return new Every(Duration.ofSeconds(seconds));
    }
    if (row.getCron() == null || row.getZone() == null) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT,
          "It has neither an interval nor a cron expression with its time zone");
    }
    try {
      return new Cron(row.getCron(), ZoneId.of(row.getZone()));
    } catch (DateTimeException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT,
          "It is in a time zone that this Java does not know: " + row.getZone(),
          e);
    }
  }

  private static @Nullable LastRun last(ScheduleRecord row) {
    String job = row.getLastJob();
    return row.getLastRun() == null
        ? null
        : new LastRun(
            row.getLastRun(),
            job == null ? null : new JobId(job),
            StoredText.constant(RunOutcome.class, String.valueOf(row.getLastOutcome())),
            Objects.requireNonNullElse(row.getLastMessage(), ""));
  }

  static void fill(ScheduleRecord row, ScheduledSource schedule) {
    JobPriority priority = schedule.priority();
    row.setKbId(schedule.kb().value());
    row.setSource(schedule.source().value());
    row.setPipeline(schedule.pipeline());
    row.setPriority(priority == null ? null : priority.value());
    fill(row, schedule.schedule());
    row.setFollowed(schedule.followed());
    row.setPaused(schedule.paused());
    row.setNextRun(schedule.nextRun());
    fill(row, schedule.last());
    row.setVersion(schedule.version());
  }

  private static void fill(ScheduleRecord row, Schedule timing) {
    Every every = timing instanceof Every is ? is : null;
    Cron cron = timing instanceof Cron is ? is : null;
    row.setEverySeconds(every == null ? null : every.interval().toSeconds());
    row.setCron(cron == null ? null : cron.expression());
    row.setZone(cron == null ? null : cron.zone().getId());
  }

  private static void fill(ScheduleRecord row, @Nullable LastRun last) {
    JobId job = last == null ? null : last.job();
    row.setLastRun(last == null ? null : last.at());
    row.setLastJob(job == null ? null : job.value());
    row.setLastOutcome(last == null ? null : last.outcome().name());
    row.setLastMessage(last == null ? null : StoredText.cut(last.message()));
  }
}

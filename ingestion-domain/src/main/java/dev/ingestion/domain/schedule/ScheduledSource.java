package dev.ingestion.domain.schedule;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A source of a knowledge base with its schedule. Each change gives the next version.
 *
 * @param pipeline name of the pipeline of its jobs
 * @param priority of its jobs; null for the usual one
 * @param followed whether changes of the source are run as well, soon after they happen
 * @param nextRun when it is due; in the past while it waits or nobody serves it
 * @param last null before the first run
 */
public record ScheduledSource(
    KnowledgeBaseId kb,
    SourceName source,
    String pipeline,
    @Nullable JobPriority priority,
    Schedule schedule,
    boolean followed,
    boolean paused,
    Instant nextRun,
    @Nullable LastRun last,
    long version)
    implements StoredSchedule {

  public boolean isDue(Instant now) {
    return !paused && !nextRun.isAfter(now);
  }

  @Override
  public ScheduledSource rescheduled(ScheduledSource wanted) {
    return wanted.following(version, last);
  }

  /** This schedule as the one after a stored version. */
  ScheduledSource following(long replaced, @Nullable LastRun known) {
    return new ScheduledSource(
        kb,
        source,
        pipeline,
        priority,
        schedule,
        followed,
        paused,
        nextRun,
        last == null ? known : last,
        replaced + 1);
  }

  public ScheduledSource planned(Instant next) {
    return with(paused, next, last);
  }

  public ScheduledSource ran(LastRun run, Instant next) {
    return with(paused, next, run);
  }

  public ScheduledSource paused(boolean pause, Instant next) {
    return with(pause, next, last);
  }

  /** The same version with what has come of its latest run since it was stored. */
  public ScheduledSource with(LastRun run) {
    return new ScheduledSource(
        kb, source, pipeline, priority, schedule, followed, paused, nextRun, run, version);
  }

  private ScheduledSource with(boolean pause, Instant next, @Nullable LastRun run) {
    return new ScheduledSource(
        kb, source, pipeline, priority, schedule, followed, pause, next, run, version + 1);
  }
}

package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.Schedule;
import dev.ingestion.domain.schedule.ScheduledSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps schedules with knowledge bases. They are run by a process that serves. Thread-safe; what is
 * changed is durable when a method returns.
 *
 * <p>Every method that names a knowledge base throws an IngestionException with
 * UNKNOWN_KNOWLEDGE_BASE if there is none of this name. Those that name a source take null for the
 * only one that has a schedule; they throw UNKNOWN_SCHEDULE if there is none, and INVALID_ARGUMENT
 * if null leaves open which is meant.
 */
public interface ScheduleService {
  /**
   * When it would run first if it were kept now.
   *
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if its expression is malformed
   */
  Instant firstRun(Schedule schedule);

  /**
   * Keeps a schedule in place of the one that the source has, if it has one; it is not paused. The
   * next run is one interval from now, or at the next time that the expression names; the latest
   * one is the source's latest job.
   *
   * @param command whose knowledge base, source, pipeline and priority the runs will have; the
   *     source must have been started once. Leave to delete most documents is not kept
   * @param followed whether changes of the source are to be run as well
   * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if the expression is malformed
   */
  Entry keep(StartIngestion command, Schedule schedule, boolean followed);

  /**
   * Those of all knowledge bases, in the order of knowledge bases and sources; what cannot be read
   * stands among them.
   */
  List<Kept> list();

  /** Those of one knowledge base, in the order of sources. */
  List<Kept> list(KnowledgeBaseId kb);

  Kept show(KnowledgeBaseId kb, @Nullable SourceName source);

  /**
   * Lets no run begin; one that has begun goes on. A schedule that is paused stays so.
   *
   * @throws dev.ingestion.domain.IngestionException SCHEDULE_UNREADABLE if it cannot be read, and
   *     is not run anyway
   */
  Entry pause(KnowledgeBaseId kb, @Nullable SourceName source);

  /**
   * Goes on with the next regular run: what was missed meanwhile is not made up for.
   *
   * @throws dev.ingestion.domain.IngestionException SCHEDULE_UNREADABLE if it cannot be read
   */
  Entry resume(KnowledgeBaseId kb, @Nullable SourceName source);

  /**
   * Forgets a schedule, readable or not; a run that has begun goes on.
   *
   * @return what it was
   */
  Kept remove(KnowledgeBaseId kb, @Nullable SourceName source);

  /** What is kept as the schedule of a source. */
  sealed interface Kept {
    KnowledgeBaseId kb();

    SourceName source();

    /** Of the source; empty if it is not known. */
    String root();
  }

  /**
   * A schedule and how it stands.
   *
   * @param scheduled with what came of the latest run up to now
   * @param waiting what keeps it from running although it is due; null if nothing does
   */
  record Entry(ScheduledSource scheduled, String root, @Nullable String waiting) implements Kept {
    @Override
    public KnowledgeBaseId kb() {
      return scheduled.kb();
    }

    @Override
    public SourceName source() {
      return scheduled.source();
    }
  }

  /**
   * A schedule that is stored and cannot be read here. It is not run until it is replaced, by
   * {@link #keep}.
   *
   * @param reason why it cannot be read, for people
   */
  record Unreadable(KnowledgeBaseId kb, SourceName source, String root, String reason)
      implements Kept {}
}

package dev.ingestion.domain.job;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job as it is stored. The status changes here and nowhere else.
 *
 * @param pipeline name under which the pipeline that processes it is registered
 * @param allowMassDelete whether this job may remove most of its knowledge base
 * @param version for compare-and-set; grows by one with every change made here
 * @param intent what it was asked to become; null if nothing, and of a job that is at rest
 * @param waiting why it waits; null if it does not
 * @param worked how long it was worked on
 */
public record Job(
    JobId id,
    KnowledgeBaseId kb,
    SourceName source,
    String root,
    String pipeline,
    boolean allowMassDelete,
    JobPriority priority,
    JobStatus status,
    JobPhase phase,
    long version,
    @Nullable JobIntent intent,
    DocumentCounts documents,
    ChunkCounts chunks,
    @Nullable String waiting,
    @Nullable JobError error,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Instant updatedAt,
    WorkedTime worked) {

  /** A job that was just asked for. */
  public static Job pending(
      JobId id,
      KnowledgeBaseId kb,
      SourceName source,
      String root,
      String pipeline,
      boolean allowMassDelete,
      JobPriority priority,
      Instant now) {
    return new Job(
        id,
        kb,
        source,
        root,
        pipeline,
        allowMassDelete,
        priority,
        JobStatus.PENDING,
        JobPhase.LOADING,
        1,
        null,
        DocumentCounts.ZERO,
        ChunkCounts.ZERO,
        null,
        null,
        now,
        null,
        null,
        now,
        WorkedTime.NONE);
  }

  /**
   * @param error why, for {@link JobStatus#FAILED}; null otherwise
   * @return this job in its next state, with nothing left to be done about it
   * @throws StateTransitionException if that state does not follow
   */
  public Job become(JobStatus to, @Nullable JobError error, Instant now) {
    if (!status.next().contains(to)) {
      throw new StateTransitionException(id, status, to);
    }
    Draft draft = new Draft();
    draft.status = to;
    draft.phase =
        switch (to) {
          case RUNNING -> JobPhase.LOADING;
          case COMPLETED -> JobPhase.INDEXING;
          case PENDING, PAUSED, FAILED, CANCELED -> phase;
        };
    draft.intent = null;
    draft.waiting = null;
    draft.error = error;
    draft.startedAt =
        to == JobStatus.RUNNING ? Objects.requireNonNullElse(startedAt, now) : startedAt;
    draft.completedAt = to.isTerminal() ? now : null;
    draft.worked = to == JobStatus.RUNNING ? worked.begun(now) : worked.ended(now);
    return draft.next(now);
  }

  /** This job with leave to remove most of its knowledge base. */
  public Job allowingMassDelete(Instant now) {
    Draft draft = new Draft();
    draft.allowMassDelete = true;
    return draft.next(now);
  }

  /**
   * @param intent null withdraws what was asked
   * @throws StateTransitionException if what is asked does not follow the job's status
   */
  public Job intending(@Nullable JobIntent intent, Instant now) {
    if (intent != null && !status.next().contains(intent.goal())) {
      throw new StateTransitionException(id, status, intent.goal());
    }
    Draft draft = new Draft();
    draft.intent = intent;
    return draft.next(now);
  }

  public Job prioritized(JobPriority priority, Instant now) {
    Draft draft = new Draft();
    draft.priority = priority;
    return draft.next(now);
  }

  /**
   * @param reason null if it does not wait any more
   */
  public Job waitingFor(@Nullable String reason, Instant now) {
    Draft draft = new Draft();
    draft.waiting = reason;
    return draft.next(now);
  }

  /**
   * This running job when threads take it up again: nothing keeps it waiting, and the time since it
   * was last heard of does not count as worked.
   */
  public Job goingOn(Instant now) {
    Draft draft = new Draft();
    draft.waiting = null;
    draft.worked = worked.begun(now);
    return draft.next(now);
  }

  /**
   * This job as somebody sees it who knows that no thread works on it: the time since it was last
   * heard of does not count as worked. It is no change that is stored.
   */
  public Job untended() {
    return new Job(
        id,
        kb,
        source,
        root,
        pipeline,
        allowMassDelete,
        priority,
        status,
        phase,
        version,
        intent,
        documents,
        chunks,
        waiting,
        error,
        createdAt,
        startedAt,
        completedAt,
        updatedAt,
        worked.cutOff());
  }

  /** What may change of a job by one step. */
  private final class Draft {
    private boolean allowMassDelete = Job.this.allowMassDelete;
    private JobPriority priority = Job.this.priority;
    private JobStatus status = Job.this.status;
    private JobPhase phase = Job.this.phase;
    private @Nullable JobIntent intent = Job.this.intent;
    private @Nullable String waiting = Job.this.waiting;
    private @Nullable JobError error = Job.this.error;
    private @Nullable Instant startedAt = Job.this.startedAt;
    private @Nullable Instant completedAt = Job.this.completedAt;
    private WorkedTime worked = Job.this.worked;

    /** The job one version on. */
    private Job next(Instant now) {
      return new Job(
          id,
          kb,
          source,
          root,
          pipeline,
          allowMassDelete,
          priority,
          status,
          phase,
          version + 1,
          intent,
          documents,
          chunks,
          waiting,
          error,
          createdAt,
          startedAt,
          completedAt,
          now,
          worked);
    }
  }

  /**
   * @param stopping whether threads of this job still run although a stop was asked for
   */
  public IngestionState state(Instant now, boolean stopping) {
    Duration elapsed = worked.at(now);
    double seconds = elapsed.toMillis() / 1000.0;
    double rate = seconds > 0 ? chunks.indexed() / seconds : 0;
    return new IngestionState(
        kb,
        id,
        source,
        root,
        priority,
        status,
        phase,
        version,
        stopping || intent != null,
        documents,
        chunks,
        rate,
        eta(rate),
        waiting,
        error,
        createdAt,
        startedAt,
        completedAt,
        updatedAt,
        elapsed);
  }

  private @Nullable Duration eta(double rate) {
    boolean listed = phase == JobPhase.EMBEDDING || phase == JobPhase.INDEXING;
    if (status != JobStatus.RUNNING || !listed || rate <= 0) {
      return null;
    }
    long left = Math.max(0, chunks.queued() - chunks.indexed() - chunks.dead());
    return Duration.ofMillis(Math.round(1000 * left / rate));
  }
}

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
 * @param version for compare-and-set; grows by one with every {@linkplain #become transition}
 * @param pipeline name under which the pipeline that processes it is registered
 * @param allowMassDelete whether this job may remove most of its knowledge base
 */
public record Job(
    JobId id,
    KnowledgeBaseId kb,
    SourceName source,
    String root,
    String pipeline,
    boolean allowMassDelete,
    JobStatus status,
    JobPhase phase,
    long version,
    DocumentCounts documents,
    ChunkCounts chunks,
    @Nullable String waiting,
    @Nullable JobError error,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Instant updatedAt) {

  /** A job that was just asked for. */
  public static Job pending(
      JobId id,
      KnowledgeBaseId kb,
      SourceName source,
      String root,
      String pipeline,
      boolean allowMassDelete,
      Instant now) {
    return new Job(
        id,
        kb,
        source,
        root,
        pipeline,
        allowMassDelete,
        JobStatus.PENDING,
        JobPhase.LOADING,
        1,
        DocumentCounts.ZERO,
        ChunkCounts.ZERO,
        null,
        null,
        now,
        null,
        null,
        now);
  }

  /**
   * @param error why, for {@link JobStatus#FAILED}; null otherwise
   * @return this job in its next state, one version on
   * @throws StateTransitionException if that state does not follow
   */
  public Job become(JobStatus to, @Nullable JobError error, Instant now) {
    if (!status.next().contains(to)) {
      throw new StateTransitionException(id, status, to);
    }
    return new Job(
        id,
        kb,
        source,
        root,
        pipeline,
        allowMassDelete,
        to,
        to == JobStatus.RUNNING ? JobPhase.LOADING : phase,
        version + 1,
        documents,
        chunks,
        null,
        error,
        createdAt,
        to == JobStatus.RUNNING ? Objects.requireNonNullElse(startedAt, now) : startedAt,
        to.isTerminal() ? now : null,
        now);
  }

  /** This job, one version on, with leave to remove most of its knowledge base. */
  public Job allowingMassDelete(Instant now) {
    return new Job(
        id,
        kb,
        source,
        root,
        pipeline,
        true,
        status,
        phase,
        version + 1,
        documents,
        chunks,
        waiting,
        error,
        createdAt,
        startedAt,
        completedAt,
        now);
  }

  /**
   * @param stopping whether threads of this job still run although a stop was asked for
   */
  public IngestionState state(Instant now, boolean stopping) {
    Instant start = Objects.requireNonNullElse(startedAt, createdAt);
    Instant end = completedAt != null ? completedAt : status == JobStatus.RUNNING ? now : updatedAt;
    Duration elapsed = end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    double seconds = elapsed.toMillis() / 1000.0;
    double rate = seconds > 0 ? chunks.indexed() / seconds : 0;
    return new IngestionState(
        kb,
        id,
        source,
        root,
        status,
        phase,
        version,
        stopping,
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

package dev.ingestion.domain.job;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said about a job at one moment; what {@code status} shows and a snapshot keeps.
 *
 * @param version of the job's row; grows with every change of status
 * @param stopping whether a stop was asked for and threads of the job still run
 * @param rate chunks a second over {@code elapsed}, 0 before the first
 * @param eta time left at this rate, absent while the source is still being listed or at rest
 * @param waiting why the job waits, absent if it does not
 * @param elapsed how long it was worked on so far: from start to completion or now, without pauses,
 *     and without the time in which its process was dead
 */
public record IngestionState(
    KnowledgeBaseId kb,
    JobId job,
    SourceName source,
    String root,
    JobPriority priority,
    JobStatus status,
    JobPhase phase,
    long version,
    boolean stopping,
    DocumentCounts documents,
    ChunkCounts chunks,
    double rate,
    @Nullable Duration eta,
    @Nullable String waiting,
    @Nullable JobError error,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt,
    Instant updatedAt,
    Duration elapsed) {
  /** This state with another reason for waiting. */
  public IngestionState waitingFor(String reason) {
    return new IngestionState(
        kb,
        job,
        source,
        root,
        priority,
        status,
        phase,
        version,
        stopping,
        documents,
        chunks,
        rate,
        eta,
        reason,
        error,
        createdAt,
        startedAt,
        completedAt,
        updatedAt,
        elapsed);
  }
}

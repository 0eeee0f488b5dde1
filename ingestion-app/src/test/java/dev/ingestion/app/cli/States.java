package dev.ingestion.app.cli;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;

/** States of one job of the knowledge base "handbook". */
final class States {
  private static final Instant CREATED = Instant.parse("2026-03-01T10:00:00Z");

  private States() {}

  static IngestionState completed() {
    return ended(new DocumentCounts(9, 7, 1, 1, 0, 2));
  }

  static JobEvent completedEvent() {
    return new JobEvent(
        new JobId("job-1"),
        new KnowledgeBaseId("handbook"),
        CREATED.plusSeconds(13),
        JobEvent.Kind.STATUS_CHANGED,
        JobStatus.COMPLETED,
        "host-1/4711",
        "");
  }

  static IngestionState paused() {
    return ended(JobStatus.PAUSED, DocumentCounts.ZERO, null);
  }

  /** As a job is left whose end could not be stored, or whose process is being stopped. */
  static IngestionState cutOff() {
    return ended(JobStatus.RUNNING, DocumentCounts.ZERO, null);
  }

  static IngestionState canceled() {
    return ended(JobStatus.CANCELED, DocumentCounts.ZERO, null);
  }

  static IngestionState withFailures() {
    return ended(new DocumentCounts(9, 6, 1, 1, 1, 0));
  }

  static IngestionState ended(DocumentCounts documents) {
    return ended(JobStatus.COMPLETED, documents, null);
  }

  static IngestionState failed(JobError error) {
    return ended(JobStatus.FAILED, DocumentCounts.ZERO, error);
  }

  static IngestionState running(Duration elapsed, Duration eta) {
    return new IngestionState(
        new KnowledgeBaseId("handbook"),
        new JobId("job-1"),
        SourceName.DEFAULT,
        "/srv/docs",
        JobPriority.DEFAULT,
        JobStatus.RUNNING,
        JobPhase.EMBEDDING,
        2,
        false,
        new DocumentCounts(1_200, 40, 0, 0, 0, 0),
        new ChunkCounts(5_120, 2_600, 2_560, 0),
        29.84,
        eta,
        null,
        null,
        CREATED,
        CREATED.plusSeconds(1),
        null,
        CREATED.plusSeconds(12),
        elapsed);
  }

  private static IngestionState ended(JobStatus status, DocumentCounts documents, JobError error) {
    return new IngestionState(
        new KnowledgeBaseId("handbook"),
        new JobId("job-1"),
        SourceName.DEFAULT,
        "/srv/docs",
        JobPriority.DEFAULT,
        status,
        JobPhase.INDEXING,
        3,
        false,
        documents,
        new ChunkCounts(124, 100, 124, 0),
        10.318,
        null,
        null,
        error,
        CREATED,
        CREATED.plusSeconds(1),
        status.isTerminal() ? CREATED.plusSeconds(13) : null,
        CREATED.plusSeconds(13),
        Duration.ofMillis(12_400));
  }
}

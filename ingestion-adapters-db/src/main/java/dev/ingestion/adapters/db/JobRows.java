package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.JobRecord;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.job.WorkedTime;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Between a job and its row. */
final class JobRows {
  private JobRows() {}

  static Job toJob(JobRecord row) {
    return new Job(
        new JobId(row.getJobId()),
        new KnowledgeBaseId(row.getKbId()),
        new SourceName(row.getSource()),
        row.getRoot(),
        row.getPipeline(),
        row.getAllowMassDelete(),
        new JobPriority(row.getPriority()),
        StoredText.constant(JobStatus.class, row.getStatus()),
        StoredText.constant(JobPhase.class, row.getPhase()),
        row.getVersion(),
        StoredText.constantOrNull(JobIntent.class, row.getIntent()),
        new DocumentCounts(
            row.getDocumentsSeen(),
            row.getDocumentsIndexed(),
            row.getDocumentsUnchanged(),
            row.getDocumentsSkipped(),
            row.getDocumentsFailed(),
            row.getDocumentsRemoved()),
        new ChunkCounts(
            row.getChunksQueued(),
            row.getChunksEmbedded(),
            row.getChunksIndexed(),
            row.getChunksDead()),
        row.getWaiting(),
        error(row),
        row.getCreatedAt(),
        row.getStartedAt(),
        row.getCompletedAt(),
        row.getUpdatedAt(),
        worked(row));
  }

  /** What is written once, when a job is made. */
  static void fill(JobRecord row, Job job) {
    row.setJobId(job.id().value());
    row.setKbId(job.kb().value());
    row.setSource(job.source().value());
    row.setRoot(job.root());
    row.setPipeline(job.pipeline());
    row.setCreatedAt(job.createdAt());
    fillCounts(row, job.documents());
    row.setDocumentsIndexed(job.documents().indexed());
    row.setDocumentsRemoved(job.documents().removed());
    row.setChunksQueued(job.chunks().queued());
    row.setChunksEmbedded(job.chunks().embedded());
    row.setChunksIndexed(job.chunks().indexed());
    row.setChunksDead(job.chunks().dead());
    fillStatus(row, job);
  }

  /** What a change of status writes. */
  static void fillStatus(JobRecord row, Job job) {
    row.setActiveKb(job.status().isActive() ? job.kb().value() : null);
    row.setAllowMassDelete(job.allowMassDelete());
    row.setPriority(job.priority().value());
    JobIntent intent = job.intent();
    row.setIntent(intent == null ? null : intent.name());
    row.setStatus(job.status().name());
    row.setPhase(job.phase().name());
    row.setVersion(job.version());
    row.setWaiting(StoredText.cut(job.waiting()));
    JobError error = job.error();
    row.setErrorCode(error == null ? null : error.code().name());
    row.setErrorMessage(error == null ? null : StoredText.cut(error.message()));
    row.setStartedAt(job.startedAt());
    row.setCompletedAt(job.completedAt());
    row.setUpdatedAt(job.updatedAt());
    fillWorked(row, job.worked());
  }

  static WorkedTime worked(JobRecord row) {
    return new WorkedTime(Duration.ofNanos(row.getWorkedNanos()), row.getWorkedSince());
  }

  static void fillWorked(JobRecord row, WorkedTime worked) {
    row.setWorkedNanos(worked.total().toNanos());
    row.setWorkedSince(worked.since());
  }

  /** What a listing counts. */
  static void fillCounts(JobRecord row, DocumentCounts listed) {
    row.setDocumentsSeen(listed.seen());
    row.setDocumentsUnchanged(listed.unchanged());
    row.setDocumentsSkipped(listed.skipped());
    row.setDocumentsFailed(listed.failed());
  }

  private static @Nullable JobError error(JobRecord row) {
    return row.getErrorCode() == null
        ? null
        : new JobError(
            StoredText.constant(ErrorCode.class, row.getErrorCode()),
            Objects.requireNonNullElse(row.getErrorMessage(), ""));
  }
}

package dev.ingestion.testkit.memory;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import org.jspecify.annotations.Nullable;

/** What the ledger keeps of one document. Changed only within a transaction, which has a copy. */
final class DocumentRow {
  final long id;
  final KnowledgeBaseId kb;
  final DocumentKey key;
  @Nullable Generation live;
  @Nullable Revision liveRevision;
  int liveChunks;
  @Nullable Generation pending;
  @Nullable String stamp;
  @Nullable String contentHash;
  @Nullable PipelineFingerprint fingerprint;
  Outcome outcome = Outcome.PENDING;
  JobId outcomeJob;
  @Nullable ErrorCode code;
  @Nullable String reason;
  String title = "";
  String mediaType = "";

  DocumentRow(long id, KnowledgeBaseId kb, DocumentKey key, JobId job) {
    this.id = id;
    this.kb = kb;
    this.key = key;
    this.outcomeJob = job;
  }

  DocumentRow(DocumentRow from) {
    this(from.id, from.kb, from.key, from.outcomeJob);
    live = from.live;
    liveRevision = from.liveRevision;
    liveChunks = from.liveChunks;
    pending = from.pending;
    stamp = from.stamp;
    contentHash = from.contentHash;
    fingerprint = from.fingerprint;
    outcome = from.outcome;
    code = from.code;
    reason = from.reason;
    title = from.title;
    mediaType = from.mediaType;
  }

  /** Whether it is among the documents of the job that count as indexed. */
  boolean isIndexedBy(JobId job) {
    return outcome == Outcome.INDEXED && outcomeJob.equals(job);
  }

  void forgetContent() {
    stamp = null;
    contentHash = null;
    fingerprint = null;
  }

  LedgerDocument toLedger(Rows rows) {
    Rows.StoredGeneration waiting = pending == null ? null : rows.generations.get(pending);
    return new LedgerDocument(
        id,
        key,
        live,
        liveRevision,
        pending,
        waiting != null && waiting.sealed(),
        stamp,
        contentHash,
        fingerprint,
        outcome,
        outcomeJob,
        code,
        reason,
        title,
        mediaType,
        liveChunks);
  }
}

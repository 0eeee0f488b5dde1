package dev.ingestion.ports.out;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of a document.
 *
 * @param id the ledger's number for it
 * @param live the generation that search returns; null if none
 * @param liveRevision revision of the live generation; null if none is live
 * @param pending the newest generation, not live yet; null if there is none
 * @param pendingSealed whether all chunks of the pending generation are enqueued
 * @param stamp the source's stamp when the document was last observed; null if it was not to be
 *     trusted then
 * @param contentHash SHA-256 of the content last observed, in hexadecimal; null if it was never
 *     read
 * @param fingerprint the pipeline that processed that content; null if none did
 * @param outcome what became of that content
 * @param outcomeJob the job that brought this outcome about
 * @param code why it was skipped or failed; null otherwise
 * @param reason the same for people; null otherwise
 */
public record LedgerDocument(
    long id,
    DocumentKey key,
    @Nullable Generation live,
    @Nullable Revision liveRevision,
    @Nullable Generation pending,
    boolean pendingSealed,
    @Nullable String stamp,
    @Nullable String contentHash,
    @Nullable PipelineFingerprint fingerprint,
    Outcome outcome,
    JobId outcomeJob,
    @Nullable ErrorCode code,
    @Nullable String reason,
    String title,
    String mediaType,
    int liveChunks) {

  /** What became of the content that was last observed. */
  public enum Outcome {
    /** Its chunks are enqueued, or being enqueued. */
    PENDING,
    /** It is live. */
    INDEXED,
    /** There is nothing in it for us; the live generation has no chunks. */
    SKIPPED,
    /** It could not be read, parsed or embedded; an earlier version may still be live. */
    FAILED
  }
}

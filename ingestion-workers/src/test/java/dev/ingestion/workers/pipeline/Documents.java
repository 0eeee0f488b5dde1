package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;

/** Ledger documents for tests. */
final class Documents {
  static final PipelineFingerprint PIPELINE = new PipelineFingerprint("0".repeat(32));
  static final JobId EARLIER = new JobId("earlier");

  private Documents() {}

  static LedgerDocument at(String path) {
    return of(path, Outcome.INDEXED, null, true);
  }

  static LedgerDocument of(String path, Outcome outcome, ErrorCode code, boolean sealed) {
    boolean pending = outcome == Outcome.PENDING;
    return new LedgerDocument(
        1,
        new DocumentKey(SourceName.DEFAULT, path),
        pending ? null : new Generation(1),
        null,
        pending ? new Generation(2) : null,
        pending && sealed,
        "stamp",
        "hash",
        PIPELINE,
        outcome,
        EARLIER,
        code,
        code == null ? null : "because",
        "",
        "text/plain",
        1);
  }
}

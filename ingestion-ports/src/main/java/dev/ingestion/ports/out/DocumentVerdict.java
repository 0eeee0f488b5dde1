package dev.ingestion.ports.out;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.PipelineFingerprint;
import org.jspecify.annotations.Nullable;

/** What a producer found out about a document that it does not enqueue. */
public sealed interface DocumentVerdict {
  String path();

  @Nullable String stamp();

  /**
   * The content is what the ledger has; only the stamp is new.
   *
   * @param stamp null if it is not to be trusted
   */
  record Touched(String path, @Nullable String stamp) implements DocumentVerdict {}

  /**
   * The document is skipped ({@link ErrorCode#isSkip()}: its live generation is retired, as its
   * source has nothing for us any more) or failed (its live generation stays). A pending generation
   * is retired in both cases. A failure leaves a {@linkplain DeadLetters dead letter}.
   *
   * @param stamp null if it is not to be trusted
   * @param contentHash null if the content could not be read
   * @param stack of the error; empty if there is none
   */
  record Rejected(
      String path,
      @Nullable String stamp,
      @Nullable String contentHash,
      PipelineFingerprint fingerprint,
      ErrorCode code,
      String reason,
      String stack)
      implements DocumentVerdict {
    /** A verdict without an error behind it. */
    public Rejected(
        String path,
        @Nullable String stamp,
        @Nullable String contentHash,
        PipelineFingerprint fingerprint,
        ErrorCode code,
        String reason) {
      this(path, stamp, contentHash, fingerprint, code, reason, "");
    }
  }
}

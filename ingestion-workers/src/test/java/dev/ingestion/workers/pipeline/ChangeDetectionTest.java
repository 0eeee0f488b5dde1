package dev.ingestion.workers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import org.junit.jupiter.api.Test;

class ChangeDetectionTest {
  private final ChangeDetection detection =
      new ChangeDetection(Documents.PIPELINE, new JobId("now"));

  @Test
  void anEqualStampSaysUnchanged() {
    assertThat(detection.unchanged(Documents.at("a"), "stamp")).isTrue();
    assertThat(detection.unchanged(Documents.at("a"), "other")).isFalse();
  }

  @Test
  void withoutAStampOnlyTheContentCanSay() {
    assertThat(detection.unchanged(Documents.at("a"), null)).isFalse();
    assertThat(detection.unchangedContent(Documents.at("a"), "hash")).isTrue();
    assertThat(detection.unchangedContent(Documents.at("a"), "other")).isFalse();
  }

  @Test
  void anUnknownDocumentIsNew() {
    assertThat(detection.unchanged(null, "stamp")).isFalse();
    assertThat(detection.unchangedContent(null, "hash")).isFalse();
  }

  @Test
  void anotherPipelineChangesEveryDocument() {
    ChangeDetection other =
        new ChangeDetection(new PipelineFingerprint("1".repeat(32)), new JobId("now"));

    assertThat(other.unchanged(Documents.at("a"), "stamp")).isFalse();
    assertThat(other.unchangedContent(Documents.at("a"), "hash")).isFalse();
  }

  @Test
  void whatIsEnqueuedWholeIsNotEnqueuedAgain() {
    assertThat(unchanged(Documents.of("a", Outcome.PENDING, null, true))).isTrue();
  }

  @Test
  void whatWasCutOffWhileBeingEnqueuedIsReadAgain() {
    assertThat(unchanged(Documents.of("a", Outcome.PENDING, null, false))).isFalse();
  }

  @Test
  void aFailureOfTheDocumentItselfIsNotTriedAgain() {
    assertThat(unchanged(Documents.of("a", Outcome.FAILED, ErrorCode.DOCUMENT_CORRUPT, false)))
        .isTrue();
  }

  @Test
  void aFailureThatMayPassIsTriedOnceMoreByEachJob() {
    LedgerDocument failed =
        Documents.of("a", Outcome.FAILED, ErrorCode.EMBEDDING_UNAVAILABLE, false);

    assertThat(unchanged(failed)).isFalse();
    assertThat(
            new ChangeDetection(Documents.PIPELINE, Documents.EARLIER).unchanged(failed, "stamp"))
        .isTrue();
  }

  private boolean unchanged(LedgerDocument known) {
    return detection.unchanged(known, "stamp");
  }
}

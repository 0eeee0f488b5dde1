package dev.ingestion.ports.out;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The one transaction that ends a claim: acknowledge by claim token, advance the counts, and where
 * a document is whole, switch live to its new generation and retire the old one.
 *
 * <p>Called only after {@link ChunkIndex#flush} has returned for everything the claims upserted.
 * Thread-safe; atomic; durable when it returns.
 */
public interface Checkpoints {
  /**
   * Each claim is acknowledged wholly or refused wholly: its batches are deleted by its token, and
   * unless every one of them goes, nothing of that claim happens. The others are not affected.
   *
   * @param indexCheckpoint number of the index commit that holds the claims' entries; kept as the
   *     knowledge base's checkpoint, which never goes back
   * @return the tokens that were refused: their lease had ended and somebody else has their work
   */
  Set<ClaimToken> acknowledge(KnowledgeBaseId kb, long indexCheckpoint, List<ClaimResult> results);

  /**
   * What came of a claim.
   *
   * @param batches every batch of the claim
   * @param embedded how many texts were given to the model
   * @param failures chunks that were given up
   * @param retries chunks that are to be tried again, none of them a failure; all others of the
   *     claim are done
   */
  record ClaimResult(
      ClaimToken token,
      JobId job,
      List<WorkQueue.ClaimedBatch> batches,
      int embedded,
      List<Failure> failures,
      List<Retry> retries) {
    public ClaimResult {
      failures = List.copyOf(failures);
      retries = List.copyOf(retries);
    }
  }

  /**
   * Chunks that wait again, as a batch of their own. They count as queued already. Work that was
   * superseded meanwhile does not wait again.
   *
   * @param attempts failed attempts so far, over all batches they were part of
   * @param delay how long they wait by the wall clock; if that is set back they are due at once
   */
  record Retry(List<WorkItem> items, int attempts, Duration delay) {
    public Retry {
      items = List.copyOf(items);
    }
  }

  /**
   * A chunk that was given up. Its document fails: the generation stays pending, its old version
   * stays live. A {@linkplain DeadLetters dead letter} keeps the chunk.
   *
   * @param stack of the error; empty if there is none
   * @param attempts at it, over all batches it was part of
   */
  record Failure(
      Generation generation,
      int ordinal,
      ErrorCode code,
      String reason,
      String stack,
      int attempts) {}
}

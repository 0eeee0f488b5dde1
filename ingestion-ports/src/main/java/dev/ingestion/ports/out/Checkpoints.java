package dev.ingestion.ports.out;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
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
   */
  record ClaimResult(
      ClaimToken token,
      JobId job,
      List<WorkQueue.ClaimedBatch> batches,
      int embedded,
      List<Failure> failures) {}

  /**
   * A chunk that was given up. Its document fails: the generation stays pending, its old version
   * stays live.
   */
  record Failure(Generation generation, int ordinal, ErrorCode code, String reason) {}
}

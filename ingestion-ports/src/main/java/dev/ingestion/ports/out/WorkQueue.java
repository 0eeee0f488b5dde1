package dev.ingestion.ports.out;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chunks that wait to be embedded, in durable batches. Who is served next is for {@link
 * dev.ingestion.domain.queue.Turns} to say. {@link DocumentLedger#stage} adds to it, {@link
 * Checkpoints#acknowledge} takes from it.
 *
 * <p>Thread-safe; each call is one transaction. The cost of a claim does not grow with what waits.
 */
public interface WorkQueue {
  /**
   * Claims the batches that are next, of one of the given knowledge bases. A claim that is neither
   * acknowledged, extended nor released within the lease is void, and its batches are claimed by
   * whoever comes next. Several claims at once are for those who are done with each in less time
   * than it takes to ask for it.
   *
   * <p>Batches that wait to be {@linkplain Checkpoints.Retry tried again} are not due before their
   * time, and are claimed alone.
   *
   * @param among knowledge bases whose jobs run here; what waits for others is left alone
   * @param chunks about how many chunks a claim is to have: at least one batch if any waits, and no
   *     further batch that would exceed it
   * @param most claims, at least 1; if others of the knowledge bases have something waiting too, it
   *     is one claim, so that their turns are as fair as ever
   * @param lease measured on a clock that no change of the wall clock moves
   * @return claims of one knowledge base, in the order of their batches; none if nothing waits
   */
  List<Claim> claim(Set<KnowledgeBaseId> among, int chunks, int most, Duration lease);

  /**
   * @return whether the claim still holds; its lease then begins anew
   */
  boolean extend(ClaimToken token, Duration lease);

  /** Gives the batches of some claims back at once. A claim that is void is passed over. */
  void release(Collection<ClaimToken> tokens);

  /**
   * Voids every claim there is. For a process that has just proved that it is alone.
   *
   * @return how many batches came free
   */
  int voidClaims();

  /** What waits for one knowledge base, claimed or not. */
  Backlog backlog(KnowledgeBaseId kb);

  /** What waits in all, claimed or not. Its cost does not grow with what waits. */
  Depth depth();

  /**
   * A right to work on some batches.
   *
   * @param pending those generations of the batches that are still pending; work on any other is to
   *     be acknowledged without being done
   * @param attempts failed attempts at these chunks so far
   */
  record Claim(
      ClaimToken token,
      KnowledgeBaseId kb,
      JobId job,
      List<ClaimedBatch> batches,
      Set<Generation> pending,
      int attempts) {}

  /** A batch of a claim. */
  record ClaimedBatch(long id, List<WorkItem> items) {}

  /**
   * @param bytes of text and positions as they are stored
   */
  record Backlog(long batches, long chunks, long bytes) {}

  /**
   * @param bytes of text and positions as they are stored
   * @param oldest since when the oldest batch waits, by the wall clock; a batch that failed and is
   *     tried again waits anew. Null if none waits, or if that is not known
   */
  record Depth(long chunks, long bytes, @Nullable Instant oldest) {}
}

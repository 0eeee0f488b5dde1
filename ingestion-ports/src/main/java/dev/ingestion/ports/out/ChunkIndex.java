package dev.ingestion.ports.out;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.VectorKey;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The searchable index: a cache of what the ledger says. Entries are <em>staged</em> first, where
 * no search finds them, and become visible generation by generation.
 *
 * <p>Thread-safe. Calls for one index must come between {@link #open} and {@link #close(IndexRef)}.
 * No thread inside it may be interrupted: an interrupt can close the store for everybody. Errors:
 * STORAGE_UNAVAILABLE when it cannot be written (a full disk), INDEX_DAMAGED when what is there
 * contradicts what is asked.
 */
public interface ChunkIndex {
  /** What {@link #open} found. */
  enum Condition {
    /** It is there and as new as its ledger. */
    READY,
    /** It is not there although its ledger has acknowledged work. */
    MISSING,
    /** Another database's, another knowledge base's or another space's index is in its place. */
    FOREIGN,
    /** Its last commit is older than its ledger. */
    STALE,
    /** It is there and cannot be read. */
    DAMAGED
  }

  /**
   * Opens an index for writing and reading, making it if {@code checkpoint} is 0 and there is none.
   * Any other condition than READY leaves it closed and what is on disk as it is. Opening an open
   * index answers READY.
   *
   * @param checkpoint number of the last commit that the ledger has acknowledged
   */
  Condition open(IndexRef ref, long checkpoint);

  /** Commits nothing, gives back files and locks. Does nothing if the index is not open. */
  void close(IndexRef ref);

  /**
   * Stages entries under a claim. An entry is identified by chunk id, generation and claim: staging
   * it again replaces it.
   *
   * @return proof of the upsert, bound to this opening of the index
   */
  IndexTicket upsert(IndexRef ref, ClaimToken claim, List<IndexEntry> entries);

  /** Removes what a claim has staged and no switch has promoted. Idempotent. */
  void discard(IndexRef ref, ClaimToken claim);

  /**
   * Makes everything done so far durable.
   *
   * @param tickets of the upserts that must be in this commit
   * @return the number of the commit: greater than that of any commit before it
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE unless every ticket is in
   *     that commit (the index was closed and opened again since); nothing may be acknowledged then
   */
  long flush(IndexRef ref, Collection<IndexTicket> tickets);

  /**
   * Shows the switches in one step that a reader sees wholly or not at all; visible when it
   * returns, durable with the next {@link #flush}. Idempotent: switches that were shown already, in
   * this or an earlier life of the index, change nothing. A generation that the same list retires
   * is not promoted. Of entries that several claims have staged for one chunk, one is taken.
   *
   * @throws dev.ingestion.domain.IngestionException INDEX_DAMAGED if a promoted generation has not
   *     as many chunks, staged or visible, as its switch says
   */
  void apply(IndexRef ref, List<IndexSwitch> switches);

  /**
   * Mends generations that are visible already, for an index that was damaged: takes away the
   * entries that are not wanted and puts others in place, in one step that a reader sees wholly or
   * not at all; visible when it returns, durable with the next {@link #flush}. An entry that is put
   * replaces what is visible under its chunk id and generation. Idempotent: what is to be taken and
   * is not there is passed over.
   *
   * <p>Not offered: asking whether the generations are live. The caller knows, and keeps others
   * from switching them meanwhile.
   */
  void mend(IndexRef ref, List<IndexMend> mends);

  /**
   * Walks every entry, visible or staged, whatever it says of itself, and deletes those that a
   * judge does not want, in one step that a reader sees wholly or not at all; visible when it
   * returns, durable with the next {@link #flush}. If the judge throws, nothing is deleted, and the
   * index has to be opened again.
   *
   * @return how many were deleted
   */
  long sweep(IndexRef ref, Judge judge);

  /** Removes every staged entry whose generation is not among these. */
  void retainStaged(IndexRef ref, Set<Generation> pending);

  /** Generations that have staged entries. */
  Set<Generation> staged(IndexRef ref);

  /**
   * Vectors that are known already, in this index or in an earlier one of the same knowledge base
   * that still lies beside it.
   *
   * @return those found, by their keys; each of {@code ref.space().dimension()} floats
   */
  Map<VectorKey, float[]> vectors(IndexRef ref, Set<VectorKey> keys);

  /** A view of what search may return now. It does not change while it is open. */
  IndexSnapshot snapshot(IndexRef ref);

  /** A view of the last durable commit, read afresh from disk, for checking it. */
  IndexSnapshot inspect(IndexRef ref);

  /** Deletes every index of the knowledge base but these; open ones are kept. */
  void retain(KnowledgeBaseId kb, Set<String> indexIds);

  /** Closes and deletes every index of the knowledge base. */
  void delete(KnowledgeBaseId kb);

  /** Says which entries have no business in an index. */
  @FunctionalInterface
  interface Judge {
    /**
     * @param page entries as {@link IndexSnapshot#forEach} shows them, at most 1,000; the judge may
     *     be asked about an entry more than once
     * @return the places in the list of those that are to go
     */
    BitSet unwanted(List<IndexedChunk> page);
  }
}

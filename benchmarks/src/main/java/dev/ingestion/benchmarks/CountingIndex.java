package dev.ingestion.benchmarks;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** An index that keeps nothing and counts what it is given. Thread-safe. */
final class CountingIndex implements ChunkIndex {
  private final Map<KnowledgeBaseId, AtomicLong> upserted = new ConcurrentHashMap<>();
  private final Map<KnowledgeBaseId, AtomicLong> shown = new ConcurrentHashMap<>();
  private final AtomicLong commits = new AtomicLong();

  /** Chunks that were staged. */
  long upserted(KnowledgeBaseId kb) {
    return of(upserted, kb).get();
  }

  /** Chunks of generations that were shown. */
  long shown(KnowledgeBaseId kb) {
    return of(shown, kb).get();
  }

  private static AtomicLong of(Map<KnowledgeBaseId, AtomicLong> counts, KnowledgeBaseId kb) {
    return counts.computeIfAbsent(kb, unused -> new AtomicLong());
  }

  @Override
  public Condition open(IndexRef ref, long checkpoint) {
    return Condition.READY;
  }

  @Override
  public void close(IndexRef ref) {
    // nothing is held open
  }

  @Override
  public IndexTicket upsert(IndexRef ref, ClaimToken claim, List<IndexEntry> entries) {
    return new IndexTicket("only", of(upserted, ref.kb()).addAndGet(entries.size()));
  }

  @Override
  public void discard(IndexRef ref, ClaimToken claim) {
    // nothing is kept
  }

  @Override
  public long flush(IndexRef ref, Collection<IndexTicket> tickets) {
    return commits.incrementAndGet();
  }

  @Override
  public void apply(IndexRef ref, List<IndexSwitch> switches) {
    switches.forEach(made -> of(shown, ref.kb()).addAndGet(made.promotedChunks()));
  }

  @Override
  public void mend(IndexRef ref, List<IndexMend> mends) {
    throw unexpected();
  }

  @Override
  public long sweep(IndexRef ref, Judge judge) {
    throw unexpected();
  }

  @Override
  public void retainStaged(IndexRef ref, Set<Generation> pending) {
    // nothing is kept
  }

  @Override
  public Set<Generation> staged(IndexRef ref) {
    return Set.of();
  }

  @Override
  public Map<VectorKey, float[]> vectors(IndexRef ref, Set<VectorKey> keys) {
    return Map.of();
  }

  @Override
  public IndexSnapshot snapshot(IndexRef ref) {
    throw unexpected();
  }

  @Override
  public IndexSnapshot inspect(IndexRef ref) {
    throw unexpected();
  }

  @Override
  public void retain(KnowledgeBaseId kb, Set<String> indexIds) {
    // nothing is kept
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    // nothing is kept
  }

  private static IllegalStateException unexpected() {
    return new IllegalStateException("No benchmark asks an index for what it has");
  }
}

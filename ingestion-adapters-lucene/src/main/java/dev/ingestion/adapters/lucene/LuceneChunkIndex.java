package dev.ingestion.adapters.lucene;

import static dev.ingestion.adapters.lucene.IndexFailures.translating;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every index of this process, opened or not. */
final class LuceneChunkIndex implements ChunkIndex, ManagedResource {
  private static final Logger log = LoggerFactory.getLogger(LuceneChunkIndex.class);

  private final IndexFolders folders;
  private final LuceneConfig config;
  private final Map<IndexRef, OpenIndex> indexes = new ConcurrentHashMap<>();

  /** Who opens or closes indexes of a knowledge base has its turn; others need not wait. */
  private final Turns turns = new Turns();

  @Inject
  LuceneChunkIndex(IndexFolders folders, LuceneConfig config) {
    this.folders = folders;
    this.config = config;
  }

  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  /** Nothing: indexes are opened one by one. */
  @Override
  public void start() {}

  @Override
  public void close() {
    Set.copyOf(indexes.keySet()).forEach(this::close);
  }

  @Override
  public Condition open(IndexRef ref, long checkpoint) {
    Turns.Turn turn = turns.await(ref.kb());
    try {
      @Nullable OpenIndex known = indexes.get(ref);
      if (known != null && known.isWritable()) {
        return Condition.READY;
      }
      close(ref); // its writer has ended
      return translating("open", ref.kb(), () -> openFromDisk(ref, checkpoint));
    } finally {
      turn.close();
    }
  }

  @Override
  public void close(IndexRef ref) {
    Turns.Turn turn = turns.await(ref.kb());
    try {
      @Nullable OpenIndex index = indexes.remove(ref);
      if (index != null) {
        translating("close", ref.kb(), index::close);
      }
    } finally {
      turn.close();
    }
  }

  @Override
  public IndexTicket upsert(IndexRef ref, ClaimToken claim, List<IndexEntry> entries) {
    return translating("write to", ref.kb(), () -> index(ref).upsert(claim, entries));
  }

  @Override
  public void discard(IndexRef ref, ClaimToken claim) {
    translating("write to", ref.kb(), () -> index(ref).discard(claim));
  }

  @Override
  public long flush(IndexRef ref, Collection<IndexTicket> tickets) {
    return translating("flush", ref.kb(), () -> index(ref).flush(tickets));
  }

  @Override
  public void apply(IndexRef ref, List<IndexSwitch> switches) {
    translating("write to", ref.kb(), () -> index(ref).apply(NetSwitches.of(switches)));
  }

  @Override
  public void mend(IndexRef ref, List<IndexMend> mends) {
    translating("mend", ref.kb(), () -> index(ref).mend(mends));
  }

  @Override
  public long sweep(IndexRef ref, Judge judge) {
    return translating("sweep", ref.kb(), () -> index(ref).sweep(judge));
  }

  @Override
  public void retainStaged(IndexRef ref, Set<Generation> pending) {
    translating("write to", ref.kb(), () -> index(ref).retainStaged(pending));
  }

  @Override
  public Set<Generation> staged(IndexRef ref) {
    return translating("read", ref.kb(), () -> index(ref).staged());
  }

  @Override
  public Map<VectorKey, float[]> vectors(IndexRef ref, Set<VectorKey> keys) {
    return translating("read", ref.kb(), () -> index(ref).vectors(keys));
  }

  @Override
  public IndexSnapshot snapshot(IndexRef ref) {
    return translating("read", ref.kb(), () -> index(ref).snapshot());
  }

  @Override
  public IndexSnapshot inspect(IndexRef ref) {
    return translating("read", ref.kb(), () -> CommittedIndex.inspect(ref, folders));
  }

  @Override
  public void retain(KnowledgeBaseId kb, Set<String> indexIds) {
    Turns.Turn turn = turns.await(kb);
    try {
      translating(
          "delete what is older than",
          kb,
          () -> {
            for (String indexId : folders.ids(kb)) {
              if (!indexIds.contains(indexId) && !isOpen(kb, indexId)) {
                deleteEarlier(kb, indexId);
              }
            }
          });
    } finally {
      turn.close();
    }
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    Turns.Turn turn = turns.await(kb);
    try {
      openOf(kb).forEach(this::close);
      translating("delete", kb, () -> folders.deleteAll(kb));
    } finally {
      turn.close();
    }
  }

  /** An open index that can take nothing any more; empty if there is none. */
  Optional<IndexRef> ended() {
    return indexes.entrySet().stream()
        .filter(entry -> !entry.getValue().isWritable())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private Condition openFromDisk(IndexRef ref, long checkpoint) throws IOException {
    if (folders.hasCommit(ref)) {
      return openCommitted(ref, checkpoint);
    }
    if (checkpoint > 0) {
      return folders.hasRemains(ref) ? Condition.DAMAGED : Condition.MISSING;
    }
    indexes.put(ref, OpenIndex.create(ref, folders, config));
    return Condition.READY;
  }

  private Condition openCommitted(IndexRef ref, long checkpoint) throws IOException {
    try {
      Optional<IndexStamp> stamp = CommittedIndex.stamp(ref, folders);
      if (stamp.isEmpty()) {
        return Condition.FOREIGN;
      }
      if (stamp.get().checkpoint() < checkpoint) {
        return Condition.STALE;
      }
      indexes.put(ref, OpenIndex.open(stamp.get(), folders, config));
      return Condition.READY;
    } catch (IOException e) {
      if (!IndexFailures.isDamage(e)) {
        throw e;
      }
      log.warn("Index {} of {} cannot be read: {}", ref.indexId(), ref.kb(), e.toString());
      return Condition.DAMAGED;
    }
  }

  private void deleteEarlier(KnowledgeBaseId kb, String indexId) throws IOException {
    for (IndexRef ref : openOf(kb)) {
      index(ref).forget(indexId);
    }
    folders.delete(kb, indexId);
  }

  private boolean isOpen(KnowledgeBaseId kb, String indexId) {
    return openOf(kb).stream().anyMatch(ref -> ref.indexId().equals(indexId));
  }

  private List<IndexRef> openOf(KnowledgeBaseId kb) {
    return indexes.keySet().stream().filter(ref -> ref.kb().equals(kb)).toList();
  }

  private OpenIndex index(IndexRef ref) {
    @Nullable OpenIndex index = indexes.get(ref);
    if (index == null) {
      throw new IngestionException(
          ErrorCode.INDEX_NOT_READY,
          "Index %s of knowledge base %s is not open".formatted(ref.indexId(), ref.kb()));
    }
    return index;
  }
}

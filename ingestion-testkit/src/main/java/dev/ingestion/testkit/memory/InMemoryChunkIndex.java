package dev.ingestion.testkit.memory;

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
import dev.ingestion.testkit.memory.InMemoryDisk.Commit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An index as one process sees it. Whatever was not flushed dies with this object; what was is on
 * the {@link InMemoryDisk}. Thread-safe.
 */
public final class InMemoryChunkIndex implements ChunkIndex {
  private final InMemoryDisk disk;
  private final Map<IndexRef, Opened> opened = new HashMap<>();
  private long openings;

  public InMemoryChunkIndex(InMemoryDisk disk) {
    this.disk = disk;
  }

  /** An opening of an index, and what it has done since. */
  private static final class Opened {
    final String incarnation;
    final IndexContent content;
    long number;
    long changes;
    long committed;
    boolean ended;

    Opened(String incarnation, Commit commit) {
      this.incarnation = incarnation;
      this.content = new IndexContent(commit.content());
      this.number = commit.number();
    }
  }

  /**
   * What a disk that fails does to an index: what was not flushed is gone, and whoever wants to
   * write is refused until the index is opened again.
   */
  public synchronized void endWriter(IndexRef ref) {
    Opened index = opened.get(ref);
    if (index != null) {
      index.ended = true;
    }
  }

  @Override
  public synchronized Condition open(IndexRef ref, long checkpoint) {
    Opened known = opened.get(ref);
    if (known != null && !known.ended) {
      return Condition.READY;
    }
    opened.remove(ref);
    Commit found = disk.commit(ref);
    if (found == null && checkpoint > 0) {
      return Condition.MISSING;
    }
    if (found != null && !found.owner().equals(ref)) {
      return Condition.FOREIGN;
    }
    if (found != null && found.number() < checkpoint) {
      return Condition.STALE;
    }
    if (found == null) {
      found = new Commit(ref, 0, new IndexContent());
      disk.commit(found);
    }
    opened.put(ref, new Opened("opening-%d-%d".formatted(found.number(), ++openings), found));
    return Condition.READY;
  }

  @Override
  public synchronized void close(IndexRef ref) {
    opened.remove(ref);
  }

  @Override
  public synchronized IndexTicket upsert(IndexRef ref, ClaimToken claim, List<IndexEntry> entries) {
    Opened index = writable(ref);
    requireFitting(ref, entries);
    entries.forEach(entry -> index.content.stage(claim, entry));
    return new IndexTicket(index.incarnation, ++index.changes);
  }

  @Override
  public synchronized void discard(IndexRef ref, ClaimToken claim) {
    Opened index = writable(ref);
    index.changes += index.content.discard(claim) ? 1 : 0;
  }

  @Override
  public synchronized long flush(IndexRef ref, Collection<IndexTicket> tickets) {
    Opened index = writable(ref);
    if (index.changes > index.committed) {
      disk.commit(new Commit(ref, ++index.number, new IndexContent(index.content)));
      index.committed = index.changes;
    }
    for (IndexTicket ticket : tickets) {
      if (!ticket.incarnation().equals(index.incarnation) || ticket.sequence() > index.committed) {
        throw new IngestionException(
            ErrorCode.STORAGE_UNAVAILABLE,
            "Index %s was opened again since the upsert and has lost what was not flushed"
                .formatted(ref.indexId()));
      }
    }
    return index.number;
  }

  @Override
  public synchronized void apply(IndexRef ref, List<IndexSwitch> switches) {
    Opened index = writable(ref);
    index.changes += index.content.apply(switches) ? 1 : 0;
  }

  @Override
  public synchronized void mend(IndexRef ref, List<IndexMend> mends) {
    Opened index = writable(ref);
    mends.forEach(mend -> requireFitting(ref, mend.put()));
    mends.forEach(index.content::mend);
    index.changes += mends.isEmpty() ? 0 : 1;
  }

  @Override
  public synchronized long sweep(IndexRef ref, Judge judge) {
    Opened index = writable(ref);
    long swept = index.content.sweep(judge);
    index.changes += swept > 0 ? 1 : 0;
    return swept;
  }

  @Override
  public synchronized void retainStaged(IndexRef ref, Set<Generation> pending) {
    Opened index = writable(ref);
    index.changes += index.content.retainStaged(pending) ? 1 : 0;
  }

  @Override
  public synchronized Set<Generation> staged(IndexRef ref) {
    return open(ref).content.staged().stream()
        .map(entry -> entry.item().generation())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized Map<VectorKey, float[]> vectors(IndexRef ref, Set<VectorKey> keys) {
    IndexContent content = open(ref).content;
    Map<VectorKey, float[]> found = new HashMap<>();
    for (VectorKey key : keys) {
      content.vector(key).ifPresent(vector -> found.put(key, vector));
      for (Commit earlier : disk.of(ref.kb()).values()) {
        earlier.content().vector(key).ifPresent(vector -> found.putIfAbsent(key, vector));
      }
    }
    return found;
  }

  @Override
  public synchronized IndexSnapshot snapshot(IndexRef ref) {
    return new InMemorySnapshot(open(ref).content);
  }

  @Override
  public synchronized IndexSnapshot inspect(IndexRef ref) {
    Commit commit = disk.commit(ref);
    if (commit == null) {
      throw notReady(ref);
    }
    return new InMemorySnapshot(commit.content());
  }

  @Override
  public synchronized void retain(KnowledgeBaseId kb, Set<String> indexIds) {
    Set<String> kept = new HashSet<>(indexIds);
    opened.keySet().stream()
        .filter(ref -> ref.kb().equals(kb))
        .forEach(ref -> kept.add(ref.indexId()));
    disk.retain(kb, kept);
  }

  @Override
  public synchronized void delete(KnowledgeBaseId kb) {
    opened.keySet().removeIf(ref -> ref.kb().equals(kb));
    disk.lose(kb);
  }

  private static void requireFitting(IndexRef ref, List<IndexEntry> entries) {
    for (IndexEntry entry : entries) {
      if (entry.vector().length != ref.space().dimension()) {
        throw new IngestionException(
            ErrorCode.INVALID_ARGUMENT,
            "A vector of %d floats does not fit %s".formatted(entry.vector().length, ref.space()));
      }
    }
  }

  private Opened open(IndexRef ref) {
    @Nullable Opened index = opened.get(ref);
    if (index == null) {
      throw notReady(ref);
    }
    return index;
  }

  private Opened writable(IndexRef ref) {
    Opened index = open(ref);
    if (index.ended) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Index %s can no longer be written".formatted(ref.indexId()));
    }
    return index;
  }

  private static IngestionException notReady(IndexRef ref) {
    return new IngestionException(
        ErrorCode.INDEX_NOT_READY, "Index %s is not open".formatted(ref.indexId()));
  }
}

package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.IndexRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link InMemoryChunkIndex} keeps its commits: what the death of a process leaves of an
 * index. Thread-safe.
 */
public final class InMemoryDisk {
  private final Map<KnowledgeBaseId, Map<String, Commit>> commits = new HashMap<>();

  /**
   * @param content not changed by anybody
   */
  record Commit(IndexRef owner, long number, IndexContent content) {}

  /** Loses every index of a knowledge base, as if somebody had deleted its folder. */
  public synchronized void lose(KnowledgeBaseId kb) {
    commits.remove(kb);
  }

  synchronized @Nullable Commit commit(IndexRef ref) {
    return of(ref.kb()).get(ref.indexId());
  }

  synchronized void commit(Commit commit) {
    commits
        .computeIfAbsent(commit.owner().kb(), kb -> new TreeMap<>())
        .put(commit.owner().indexId(), commit);
  }

  /** The last commits of a knowledge base's indexes by their ids. */
  synchronized Map<String, Commit> of(KnowledgeBaseId kb) {
    return new TreeMap<>(commits.getOrDefault(kb, Map.of()));
  }

  synchronized void retain(KnowledgeBaseId kb, Set<String> indexIds) {
    commits.computeIfPresent(
        kb,
        (id, of) -> {
          of.keySet().retainAll(indexIds);
          return of;
        });
  }
}

package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in memory, for all processes that share this object. Thread-safe. */
public final class InMemoryPersistenceStore implements PersistenceStore {
  /** Empty for a snapshot that is damaged. */
  private final Map<KnowledgeBaseId, Optional<JobSnapshot>> snapshots = new ConcurrentHashMap<>();

  @Override
  public void save(JobSnapshot snapshot) {
    snapshots.put(snapshot.state().kb(), Optional.of(snapshot));
  }

  @Override
  public Optional<JobSnapshot> load(KnowledgeBaseId kb) {
    Optional<JobSnapshot> stored = snapshots.get(kb);
    if (stored == null) {
      return Optional.empty();
    }
    if (stored.isEmpty()) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT, "The snapshot of %s cannot be read".formatted(kb));
    }
    return stored;
  }

  @Override
  public List<KnowledgeBaseId> list() {
    return snapshots.keySet().stream()
        .sorted(Comparator.comparing(KnowledgeBaseId::value))
        .toList();
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    snapshots.remove(kb);
  }

  /** Makes the snapshot unreadable. */
  public void damage(KnowledgeBaseId kb) {
    snapshots.put(kb, Optional.empty());
  }
}

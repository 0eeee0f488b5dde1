package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.out.PersistenceStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in memory, for all processes that share this object. Thread-safe. */
public final class InMemoryPersistenceStore implements PersistenceStore {
  /** Empty for a snapshot that is damaged. */
  private final Map<KnowledgeBaseId, Optional<IngestionState>> snapshots =
      new ConcurrentHashMap<>();

  @Override
  public void save(IngestionState state) {
    snapshots.put(state.kb(), Optional.of(state));
  }

  @Override
  public Optional<IngestionState> load(KnowledgeBaseId kb) {
    Optional<IngestionState> stored = snapshots.get(kb);
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
  public void delete(KnowledgeBaseId kb) {
    snapshots.remove(kb);
  }

  /** Makes the snapshot unreadable. */
  public void damage(KnowledgeBaseId kb) {
    snapshots.put(kb, Optional.empty());
  }
}

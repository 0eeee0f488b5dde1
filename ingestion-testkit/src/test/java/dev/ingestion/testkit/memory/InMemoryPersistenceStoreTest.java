package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.PersistenceStoreContract;

class InMemoryPersistenceStoreTest extends PersistenceStoreContract {
  private final InMemoryPersistenceStore store = new InMemoryPersistenceStore();

  @Override
  protected PersistenceStore open() {
    return store;
  }

  @Override
  protected void dieWhileSaving(JobSnapshot snapshot) {
    // a map has the old value until it has the new one
  }

  @Override
  protected void damage(KnowledgeBaseId kb) {
    store.damage(kb);
  }
}

package dev.ingestion.benchmarks;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.PersistenceStore;
import java.util.List;
import java.util.Optional;

/** Keeps no snapshots: the database is what is measured. */
final class NoSnapshots implements PersistenceStore {
  @Override
  public void save(JobSnapshot snapshot) {
    // the database has it
  }

  @Override
  public Optional<JobSnapshot> load(KnowledgeBaseId kb) {
    return Optional.empty();
  }

  @Override
  public List<KnowledgeBaseId> list() {
    return List.of();
  }

  @Override
  public void delete(KnowledgeBaseId kb) {
    // there is none
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.Job;
import dev.ingestion.ports.out.JobSnapshot;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SourceSettings;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes snapshots of jobs with the sources of their knowledge bases. A source is added by a job's
 * start and at no other time, so they are read once a job. Thread-safe.
 */
public final class Snapshots {
  private final PersistenceStore store;
  private final KnowledgeBaseRepository knowledgeBases;
  private final Map<KnowledgeBaseId, Sources> known = new ConcurrentHashMap<>();

  @Inject
  Snapshots(PersistenceStore store, KnowledgeBaseRepository knowledgeBases) {
    this.store = store;
    this.knowledgeBases = knowledgeBases;
  }

  private record Sources(JobId asOf, List<SourceSettings> settings) {}

  /**
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE if it cannot be written
   */
  void save(Job job, IngestionState state) {
    store.save(new JobSnapshot(state, job.pipeline(), sources(job)));
  }

  private List<SourceSettings> sources(Job job) {
    Sources sources = known.get(job.kb());
    if (sources == null || !sources.asOf().equals(job.id())) {
      sources = new Sources(job.id(), knowledgeBases.sources(job.kb()));
      known.put(job.kb(), sources);
    }
    return sources.settings();
  }
}

package dev.ingestion.workers.runtime;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobError;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs that threads of this process work on, one of a knowledge base at most. Thread-safe. */
public final class RunningJobs {
  private final Map<KnowledgeBaseId, JobRuntime> jobs = new ConcurrentHashMap<>();
  private final Signal work;

  @Inject
  RunningJobs(Threads threads) {
    this.work = threads.signal();
  }

  /**
   * @return false if the knowledge base has one already
   */
  boolean add(JobRuntime job) {
    return jobs.putIfAbsent(job.kb(), job) == null;
  }

  void remove(JobRuntime job) {
    jobs.remove(job.kb(), job);
  }

  public Optional<JobRuntime> find(KnowledgeBaseId kb) {
    return Optional.ofNullable(jobs.get(kb));
  }

  Set<KnowledgeBaseId> knowledgeBases() {
    return Set.copyOf(jobs.keySet());
  }

  Collection<JobRuntime> all() {
    return List.copyOf(jobs.values());
  }

  void failAll(JobError error) {
    all().forEach(job -> job.fail(error));
  }

  /** Raised when work was enqueued. */
  Signal work() {
    return work;
  }
}

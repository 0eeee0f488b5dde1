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
import java.util.stream.Collectors;

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

  /** Those whose index is open, so that their work may be claimed. */
  Set<KnowledgeBaseId> knowledgeBases() {
    return jobs.values().stream()
        .filter(JobRuntime::isOpen)
        .map(JobRuntime::kb)
        .collect(Collectors.toSet());
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

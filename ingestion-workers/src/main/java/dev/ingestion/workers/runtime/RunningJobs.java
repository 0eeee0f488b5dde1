package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
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
  private final Set<KnowledgeBaseId> held = ConcurrentHashMap.newKeySet();
  private final Signal work;

  @Inject
  RunningJobs(Threads threads) {
    this.work = threads.signal();
  }

  /** Keeps jobs of a knowledge base from running until it is closed. */
  public final class Hold implements AutoCloseable {
    private final KnowledgeBaseId kb;

    private Hold(KnowledgeBaseId kb) {
      this.kb = kb;
    }

    @Override
    public void close() {
      held.remove(kb);
    }
  }

  /**
   * @throws IngestionException JOB_ACTIVE if a job runs on the knowledge base, or it is held
   *     already
   */
  synchronized Hold hold(KnowledgeBaseId kb) {
    requireNotHeld(kb);
    JobRuntime running = jobs.get(kb);
    if (running != null) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Job %s works on knowledge base '%s'; wait until it has ended, or cancel it"
              .formatted(running.job(), kb));
    }
    held.add(kb);
    return new Hold(kb);
  }

  boolean isHeld(KnowledgeBaseId kb) {
    return held.contains(kb);
  }

  /**
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held
   */
  void requireNotHeld(KnowledgeBaseId kb) {
    if (isHeld(kb)) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Knowledge base '%s' is being repaired; wait until that has ended".formatted(kb));
    }
  }

  /**
   * @return false if the knowledge base has one already
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held
   */
  synchronized boolean add(JobRuntime job) {
    requireNotHeld(job.kb());
    return jobs.putIfAbsent(job.kb(), job) == null;
  }

  void remove(JobRuntime job) {
    jobs.remove(job.kb(), job);
  }

  public Optional<JobRuntime> find(KnowledgeBaseId kb) {
    return Optional.ofNullable(jobs.get(kb));
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

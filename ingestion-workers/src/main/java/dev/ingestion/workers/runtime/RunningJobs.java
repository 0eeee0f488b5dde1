package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobError;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that threads of this process work on, one of a knowledge base at most: those that run,
 * and those that are ended without having run here. Thread-safe.
 */
public final class RunningJobs {
  private final Map<KnowledgeBaseId, JobRuntime> jobs = new ConcurrentHashMap<>();
  private final Set<KnowledgeBaseId> ending = ConcurrentHashMap.newKeySet();
  private final Map<KnowledgeBaseId, String> held = new ConcurrentHashMap<>();
  private final Signal work;
  private final Signal ended;

  @Inject
  RunningJobs(Threads threads) {
    this.work = threads.signal();
    this.ended = threads.signal();
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
   * @param what is done to the knowledge base meanwhile, for example "repaired"
   * @throws IngestionException JOB_ACTIVE if a job runs on the knowledge base, or it is held
   *     already
   */
  synchronized Hold hold(KnowledgeBaseId kb, String what) {
    requireNotHeld(kb);
    JobRuntime running = jobs.get(kb);
    if (running != null) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Job %s works on knowledge base '%s'; wait until it has ended, or cancel it"
              .formatted(running.job(), kb));
    }
    if (ending.contains(kb)) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "The job of knowledge base '%s' is being cancelled; wait until it has ended"
              .formatted(kb));
    }
    held.put(kb, what);
    return new Hold(kb);
  }

  /** What is done to the knowledge base that is held; null if it is not. */
  @Nullable String heldToBe(KnowledgeBaseId kb) {
    return held.get(kb);
  }

  /**
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held
   */
  void requireNotHeld(KnowledgeBaseId kb) {
    String what = heldToBe(kb);
    if (what != null) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Knowledge base '%s' is being %s; wait until that has ended".formatted(kb, what));
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

  /** Whether a thread works on a job of the knowledge base, be it only to end it. */
  boolean isTaken(KnowledgeBaseId kb) {
    return jobs.containsKey(kb) || ending.contains(kb);
  }

  /**
   * A thread is about to end the job of a knowledge base, none of which runs.
   *
   * @throws IngestionException JOB_ACTIVE if the knowledge base is held
   */
  synchronized void beginEnding(KnowledgeBaseId kb) {
    requireNotHeld(kb);
    ending.add(kb);
  }

  /** That thread is done with the job, whatever came of it. */
  void endEnding(KnowledgeBaseId kb) {
    ending.remove(kb);
    ended.raise();
  }

  /**
   * Waits until no thread ends the job of the knowledge base, for a time at most.
   *
   * @return whether none does
   */
  boolean awaitEnding(KnowledgeBaseId kb, Duration most) {
    return ended.await(most, () -> !ending.contains(kb));
  }

  /** The same for all knowledge bases. */
  boolean awaitEndings(Duration most) {
    return ended.await(most, ending::isEmpty);
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

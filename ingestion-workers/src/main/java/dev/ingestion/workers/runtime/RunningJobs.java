package dev.ingestion.workers.runtime;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobError;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that threads of this process work on, one of a knowledge base at most: those that run,
 * and those that are ended without having run here. Thread-safe.
 */
public final class RunningJobs {
  private final Map<KnowledgeBaseId, JobRuntime> jobs = new ConcurrentHashMap<>();
  private final Map<JobId, KnowledgeBaseId> ending = new ConcurrentHashMap<>();
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
    if (ending.containsValue(kb)) {
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
    return jobs.containsKey(kb) || ending.containsValue(kb);
  }

  /**
   * A thread is about to end a job that does not run. The thread of another of the knowledge base
   * may still be at its last step.
   *
   * @return false if one does already
   */
  synchronized boolean beginEnding(Job job) {
    return ending.putIfAbsent(job.id(), job.kb()) == null;
  }

  /** That thread is done with the job, whatever came of it. */
  void endEnding(Job job) {
    ending.remove(job.id());
    ended.raise();
  }

  /** Waits until no thread ends one of these jobs, for a time at most. */
  void awaitEnding(Collection<JobId> jobs, Duration most) {
    ended.await(most, () -> Collections.disjoint(ending.keySet(), jobs));
  }

  /**
   * Waits until no thread ends any job, for a time at most.
   *
   * @return whether none does
   */
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

package dev.ingestion.ports.in;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Starts, controls and watches ingestion jobs. Thread-safe; every call returns at once but {@link
 * #await}. What is asked for is stored before it is acted on, so that a process that dies in
 * between leaves it to its successor.
 *
 * <p>Every method that names a knowledge base throws an IngestionException with
 * UNKNOWN_KNOWLEDGE_BASE if there is none of this name, but for {@link #isAtWork}.
 */
public interface IngestionService {
  /**
   * Starts a job, or has it wait its turn as PENDING if as many run as may; or continues the
   * knowledge base's active job from its checkpoint if that is for the same source and no thread
   * works on it: one that was killed, paused, or failed.
   *
   * @throws dev.ingestion.domain.IngestionException JOB_ACTIVE if another job is active, or a
   *     thread works on this one; SOURCE_CONFLICT if the source is known with other settings;
   *     SOURCE_NOT_FOUND if a new job's root is not there
   */
  IngestionState start(StartIngestion command);

  /**
   * The same for a request that may be sent again: what was done for a key already is not done
   * again, also after the process died meanwhile.
   *
   * @return the state of the job that was started, or continued, when the key was new
   * @throws dev.ingestion.domain.IngestionException as {@link #start(StartIngestion)};
   *     IDEMPOTENCY_KEY_REUSED if the key came with another command before
   */
  IngestionState start(StartIngestion command, RequestKey key);

  /**
   * Asks the running job to stop and keep what it has. It is RUNNING and {@code stopping} until no
   * thread works on it any more, then PAUSED. A job that is paused, or was asked to, stays so.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if the latest job is in any other
   *     state
   */
  IngestionState pause(KnowledgeBaseId kb);

  /**
   * Continues a paused or failed job from its checkpoint, or one whose process died; withdraws a
   * pause that is not done yet. A job that is running stays so.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if the latest job has ended, or was
   *     asked to be cancelled
   */
  IngestionState resume(KnowledgeBaseId kb);

  /**
   * Ends the active job for good: its waiting work goes, what is live stays. The answer does not
   * wait for that longer than a moment: the job is {@code stopping} until no thread works on it any
   * more, and {@link #isAtWork at work} until then. A job that is cancelled, or was asked to be,
   * stays so.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if the latest job is completed
   */
  IngestionState cancel(KnowledgeBaseId kb);

  /**
   * Changes how urgent the active job is, also while it runs.
   *
   * @throws dev.ingestion.domain.IngestionException ILLEGAL_TRANSITION if the latest job has ended
   */
  IngestionState prioritize(KnowledgeBaseId kb, JobPriority priority);

  /** Pauses every running job; the states of those that were asked. */
  List<IngestionState> pauseAll();

  /** Cancels every active job; the states of those that were asked. */
  List<IngestionState> cancelAll();

  /** The state of the latest job; empty if the knowledge base never had one. */
  Optional<IngestionState> status(KnowledgeBaseId kb);

  /** The states of the latest jobs of all knowledge bases, in the order of their ids. */
  List<IngestionState> list();

  /** States of the latest jobs, newest first. */
  List<IngestionState> history(KnowledgeBaseId kb, int limit);

  /**
   * States of jobs of several knowledge bases, newest first.
   *
   * @param kbs empty for all; one that is not there has no jobs
   * @param status null for any
   * @param before the job to begin behind; null to begin with the newest
   * @param limit most to return
   * @return nothing if none of them has such a job to begin behind
   */
  List<IngestionState> jobs(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit);

  /**
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_JOB
   */
  IngestionState job(JobId job);

  /** What happened to a job, the latest last, and of more than {@code limit} the latest. */
  List<JobEvent> events(JobId job, int limit);

  /**
   * Takes up every job that another process left running or waiting, or was about to.
   *
   * @return their states
   */
  List<IngestionState> takeUp();

  /**
   * Waits until the knowledge base's latest job is at rest: no thread works on it, and none is
   * going to without being asked again, unless storage that is away for good comes back.
   *
   * @return the state then, or that after the timeout
   */
  IngestionState await(KnowledgeBaseId kb, Duration timeout) throws InterruptedException;

  /**
   * Whether a thread of this process works on a job of the knowledge base, or is going to without
   * being asked again, for example after a dependency was away. No store is asked, so this is known
   * also while the database is away. False if there is no such knowledge base, and of a job whose
   * storage was away for longer than it is retried, which goes on once that can be written.
   */
  boolean isAtWork(KnowledgeBaseId kb);
}

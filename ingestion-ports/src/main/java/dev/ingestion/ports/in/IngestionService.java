package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starts, watches and ends ingestion jobs. Thread-safe; every call returns at once but {@link
 * #await}.
 *
 * <p>Not offered yet: pausing.
 */
public interface IngestionService {
  /**
   * Starts a job, or continues the knowledge base's active job from its checkpoint if that is for
   * the same source and no thread works on it: one that was killed, or failed.
   *
   * @throws dev.ingestion.domain.IngestionException JOB_ACTIVE if another job is active,
   *     SOURCE_CONFLICT if the source is known with other settings, SOURCE_NOT_FOUND if a new job's
   *     root is not there
   */
  IngestionState start(StartIngestion command);

  /**
   * Ends the active job for good: its waiting work goes, what is live stays.
   *
   * @throws dev.ingestion.domain.job.StateTransitionException if the latest job has ended already
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE
   */
  IngestionState cancel(KnowledgeBaseId kb);

  /**
   * @return the state of the latest job; empty if the knowledge base never had one
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE
   */
  Optional<IngestionState> status(KnowledgeBaseId kb);

  /** States of the latest jobs, newest first. */
  List<IngestionState> history(KnowledgeBaseId kb, int limit);

  /**
   * Waits until no thread works on the knowledge base's job any more.
   *
   * @return the state then, or that after the timeout
   */
  IngestionState await(KnowledgeBaseId kb, Duration timeout) throws InterruptedException;
}

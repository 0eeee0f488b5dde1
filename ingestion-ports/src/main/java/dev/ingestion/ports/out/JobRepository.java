package dev.ingestion.ports.out;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobPhase;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The jobs. Thread-safe; each call is one transaction, durable when it returns.
 *
 * <p>At most one job of a knowledge base is {@linkplain dev.ingestion.domain.job.JobStatus#isActive
 * active}, by a constraint of the database.
 */
public interface JobRepository {
  /**
   * @throws dev.ingestion.domain.IngestionException JOB_ACTIVE if the knowledge base has an active
   *     job; the message names it
   */
  void insert(Job job);

  Optional<Job> find(JobId id);

  /** The active job of a knowledge base. */
  Optional<Job> active(KnowledgeBaseId kb);

  /** The newest job of a knowledge base, whatever its status. */
  Optional<Job> latest(KnowledgeBaseId kb);

  /**
   * Stores a job's next status by compare-and-set: only {@code status}, {@code phase}, {@code
   * version}, {@code allowMassDelete}, {@code waiting}, {@code error} and the timestamps are
   * written; counts are left as they are.
   *
   * @param next its version is one more than that which is stored
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if another version is stored
   */
  void update(Job next);

  /**
   * Takes the right to produce for a job; any earlier lease on it is void from now on.
   *
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if there is no such job
   */
  JobLease lease(JobId id);

  /**
   * Stores what the listing has counted so far. Only {@code seen}, {@code unchanged}, {@code
   * skipped} and {@code failed} are taken from the counts, since the ledger advances the others.
   *
   * @return the job as it is stored now
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  Job progress(JobLease lease, DocumentCounts listed, JobPhase phase, @Nullable String waiting);

  /**
   * Stores the counts of documents as they were found at the end of a job, all but {@code removed}.
   *
   * @return the job as it is stored now
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void
   */
  Job settle(JobLease lease, DocumentCounts counts);

  /** Newest first. */
  List<Job> history(KnowledgeBaseId kb, int limit);
}

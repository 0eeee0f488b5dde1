package dev.ingestion.ports.out;

import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The jobs. Thread-safe; each call is one transaction, durable when it returns.
 *
 * <p>At most one job of a knowledge base is {@linkplain dev.ingestion.domain.job.JobStatus#isActive
 * active}, by a constraint of the database.
 */
public interface JobRepository {
  /**
   * Stores a new job and the first event of its history. What waits for its knowledge base is
   * served by its priority from now on.
   *
   * @throws dev.ingestion.domain.IngestionException JOB_ACTIVE if the knowledge base has an active
   *     job; the message names it
   */
  void insert(Job job, JobEvent event);

  Optional<Job> find(JobId id);

  /** The active job of a knowledge base. */
  Optional<Job> active(KnowledgeBaseId kb);

  /** All active jobs, the most urgent first, and of those the oldest. */
  List<Job> active();

  /** The newest job of a knowledge base, whatever its status. */
  Optional<Job> latest(KnowledgeBaseId kb);

  /**
   * Stores what a job is to be next by compare-and-set, and the event in its history: only {@code
   * status}, {@code phase}, {@code version}, {@code intent}, {@code priority}, {@code
   * allowMassDelete}, {@code waiting}, {@code error} and the timestamps are written; counts are
   * left as they are. What waits for its knowledge base is served by its priority from now on.
   *
   * @param next its version is one more than that which is stored
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if another version is stored
   */
  void update(Job next, JobEvent event);

  /**
   * The same, by whoever works on the job: refused once somebody else does.
   *
   * @throws dev.ingestion.domain.IngestionException LEASE_LOST if the lease is void,
   *     CONCURRENT_CHANGE if another version is stored
   */
  void update(JobLease lease, Job next, JobEvent event);

  /**
   * Takes the right to produce for a job; any earlier lease on it is void from now on, and so is
   * this one once the job has ended.
   *
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if there is no such active
   *     job
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

  /**
   * Jobs of several knowledge bases, newest first, whatever the wall clock did.
   *
   * @param kbs empty for all
   * @param status null for any
   * @param before the job to begin behind; null to begin with the newest
   * @param limit most to return
   * @return nothing if none of them has such a job to begin behind
   */
  List<Job> page(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit);

  /**
   * Keeps a request to start a job until its knowledge base is deleted, or a later call forgets it.
   *
   * @param keptSince of requests that were made before, for whatever knowledge base, the oldest are
   *     forgotten: not all at once if there are very many, but more than one for each that is kept
   * @throws dev.ingestion.domain.IngestionException CONCURRENT_CHANGE if its key is there already
   */
  void remember(StartRequest request, Instant keptSince);

  Optional<StartRequest> remembered(KnowledgeBaseId kb, RequestKey key);

  /** What happened to a job, the latest last, and of more than {@code limit} the latest. */
  List<JobEvent> events(JobId id, int limit);
}

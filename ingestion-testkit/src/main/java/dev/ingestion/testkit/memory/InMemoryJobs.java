package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.JobLease;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.RequestKey;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPhase;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.StartRequest;
import dev.ingestion.testkit.memory.Rows.StoredJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

final class InMemoryJobs implements JobRepository {
  private final InMemoryDatabase database;
  private final InstantSource clock;

  InMemoryJobs(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void insert(Job job, JobEvent event) {
    database.change(
        rows -> {
          newest(rows, ofBase(job.kb()))
              .filter(other -> other.status().isActive())
              .findFirst()
              .ifPresent(
                  other -> {
                    throw new IngestionException(
                        ErrorCode.JOB_ACTIVE,
                        "Knowledge base %s has an active job already: %s"
                            .formatted(job.kb(), other.id()));
                  });
          long number = rows.number();
          rows.jobs.put(number, new StoredJob(number, job, null));
          rows.prioritize(job.kb(), job.priority());
          rows.events.add(event);
        });
  }

  @Override
  public Optional<Job> find(JobId id) {
    return database.read(rows -> newest(rows, job -> job.id().equals(id)).findFirst());
  }

  @Override
  public Optional<Job> active(KnowledgeBaseId kb) {
    return database.read(
        rows -> newest(rows, ofBase(kb)).filter(job -> job.status().isActive()).findFirst());
  }

  @Override
  public List<Job> active() {
    return database.read(
        rows ->
            rows.jobs.values().stream()
                .map(StoredJob::job)
                .filter(job -> job.status().isActive())
                .sorted(Comparator.comparing(Job::priority).reversed())
                .toList());
  }

  @Override
  public Optional<Job> latest(KnowledgeBaseId kb) {
    return history(kb, 1).stream().findFirst();
  }

  @Override
  public List<Job> history(KnowledgeBaseId kb, int limit) {
    return database.read(rows -> newest(rows, ofBase(kb)).limit(limit).toList());
  }

  @Override
  public List<Job> page(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit) {
    return database.read(
        rows ->
            newest(rows, job -> kbs.isEmpty() || kbs.contains(job.kb()))
                .dropWhile(job -> before != null && !job.id().equals(before))
                .skip(before == null ? 0 : 1)
                .filter(job -> status == null || job.status() == status)
                .limit(limit)
                .toList());
  }

  @Override
  public void remember(StartRequest request, Instant keptSince) {
    database.change(
        rows -> {
          rows.requests.removeIf(earlier -> earlier.askedAt().isBefore(keptSince));
          if (find(rows, request.kb(), request.key()).isPresent()) {
            throw new IngestionException(
                ErrorCode.CONCURRENT_CHANGE, "There is a request %s".formatted(request.key()));
          }
          rows.requests.add(request);
        });
  }

  @Override
  public Optional<StartRequest> remembered(KnowledgeBaseId kb, RequestKey key) {
    return database.read(rows -> find(rows, kb, key));
  }

  private static Optional<StartRequest> find(Rows rows, KnowledgeBaseId kb, RequestKey key) {
    return rows.requests.stream()
        .filter(request -> request.kb().equals(kb) && request.key().equals(key))
        .findFirst();
  }

  @Override
  public void update(Job next, JobEvent event) {
    database.change(rows -> update(rows, next, event));
  }

  @Override
  public void update(JobLease lease, Job next, JobEvent event) {
    database.change(
        rows -> {
          Leases.require(rows, lease);
          update(rows, next, event);
        });
  }

  private static void update(Rows rows, Job next, JobEvent event) {
    StoredJob row = rows.job(next.id());
    if (row == null || row.job().version() != next.version() - 1) {
      throw changed(next.id());
    }
    Job stored = row.job();
    Job merged = Rows.counted(next, stored.documents(), stored.chunks(), next.updatedAt());
    String lease = next.status().isTerminal() ? null : row.lease();
    rows.jobs.put(row.number(), new StoredJob(row.number(), merged, lease));
    rows.prioritize(next.kb(), next.priority());
    rows.events.add(event);
  }

  @Override
  public List<JobEvent> events(JobId id, int limit) {
    return database.read(
        rows -> {
          List<JobEvent> all =
              rows.events.stream().filter(event -> event.job().equals(id)).toList();
          return all.subList(Math.max(0, all.size() - limit), all.size());
        });
  }

  @Override
  public JobLease lease(JobId id) {
    return database.write(
        rows -> {
          StoredJob row = rows.job(id);
          if (row == null || !row.job().status().isActive()) {
            throw changed(id);
          }
          String token = "lease-" + rows.number();
          rows.jobs.put(row.number(), new StoredJob(row.number(), row.job(), token));
          return new JobLease(id, row.job().kb(), token);
        });
  }

  @Override
  public Job progress(
      JobLease lease, DocumentCounts listed, JobPhase phase, @Nullable String waiting) {
    return underLease(
        lease,
        job -> {
          DocumentCounts now = job.documents();
          DocumentCounts counts =
              new DocumentCounts(
                  listed.seen(),
                  now.indexed(),
                  listed.unchanged(),
                  listed.skipped(),
                  listed.failed(),
                  now.removed());
          return Rows.with(job, counts, job.chunks(), phase, waiting, clock.instant());
        });
  }

  @Override
  public Job settle(JobLease lease, DocumentCounts counts) {
    return underLease(
        lease,
        job -> {
          DocumentCounts settled =
              new DocumentCounts(
                  counts.seen(),
                  counts.indexed(),
                  counts.unchanged(),
                  counts.skipped(),
                  counts.failed(),
                  job.documents().removed());
          return Rows.counted(job, settled, job.chunks(), clock.instant());
        });
  }

  private Job underLease(JobLease lease, UnaryOperator<Job> change) {
    return database.write(
        rows -> {
          StoredJob row = Leases.require(rows, lease);
          Job changed = Rows.worked(change.apply(row.job()), clock.instant());
          rows.jobs.put(row.number(), row.with(changed));
          return changed;
        });
  }

  private static Predicate<Job> ofBase(KnowledgeBaseId kb) {
    return job -> job.kb().equals(kb);
  }

  private static Stream<Job> newest(Rows rows, Predicate<Job> which) {
    return rows.jobs.values().stream()
        .sorted(Comparator.comparing(StoredJob::number).reversed())
        .map(StoredJob::job)
        .filter(which);
  }

  private static IngestionException changed(JobId id) {
    return new IngestionException(
        ErrorCode.CONCURRENT_CHANGE, "Job %s is not what it was any more".formatted(id));
  }
}

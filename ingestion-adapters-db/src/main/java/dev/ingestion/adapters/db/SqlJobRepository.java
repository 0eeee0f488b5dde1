package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static org.jooq.impl.DSL.select;

import dev.ingestion.adapters.db.jooq.tables.records.JobRecord;
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
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class SqlJobRepository implements JobRepository {
  private final Transactions transactions;
  private final InstantSource clock;

  @Inject
  SqlJobRepository(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public void insert(Job job, JobEvent event) {
    boolean inserted =
        transactions.write(
            tx -> {
              JobRecord row = tx.newRecord(JOB);
              JobRows.fill(row, job);
              try {
                row.insert();
                Lanes.prioritize(tx, job.kb(), job.priority());
                JobEvents.insert(tx, event);
                return true;
              } catch (IntegrityConstraintViolationException e) {
                return false;
              }
            });
    if (!inserted) {
      throw new IngestionException(
          ErrorCode.JOB_ACTIVE,
          "Knowledge base %s has an active job already: %s. Continue it, or cancel it before you start another"
              .formatted(
                  job.kb(), active(job.kb()).map(Job::id).map(JobId::value).orElse("just ended")));
    }
  }

  @Override
  public Optional<Job> find(JobId id) {
    return newest(JOB.JOB_ID.eq(id.value()), 1).stream().findFirst();
  }

  @Override
  public Optional<Job> active(KnowledgeBaseId kb) {
    return newest(JOB.ACTIVE_KB.eq(kb.value()), 1).stream().findFirst();
  }

  @Override
  public List<Job> active() {
    return transactions.read(
        sql ->
            sql.selectFrom(JOB)
                .where(JOB.ACTIVE_KB.isNotNull())
                .orderBy(JOB.PRIORITY.desc(), JOB.NUMBER)
                .fetch(JobRows::toJob));
  }

  @Override
  public Optional<Job> latest(KnowledgeBaseId kb) {
    return history(kb, 1).stream().findFirst();
  }

  @Override
  public List<Job> history(KnowledgeBaseId kb, int limit) {
    return newest(JOB.KB_ID.eq(kb.value()), limit);
  }

  @Override
  public void update(Job next, JobEvent event) {
    transactions.change(tx -> update(tx, next, event));
  }

  @Override
  public void update(JobLease lease, Job next, JobEvent event) {
    transactions.change(
        tx -> {
          Lanes.hold(tx, lease.kb());
          Leases.lockJob(tx, lease);
          update(tx, next, event);
        });
  }

  /** Holds the lane, then the job's row: the one order of locking that there is. */
  private static void update(DSLContext tx, Job next, JobEvent event) {
    Lanes.prioritize(tx, next.kb(), next.priority());
    JobRecord row = tx.newRecord(JOB);
    JobRows.fillStatus(row, next);
    if (next.status().isTerminal()) {
      row.setLeaseToken(null);
    }
    int updated =
        tx.update(JOB)
            .set(row)
            .where(JOB.JOB_ID.eq(next.id().value()))
            .and(JOB.VERSION.eq(next.version() - 1))
            .execute();
    if (updated == 0) {
      throw changed(next.id());
    }
    JobEvents.insert(tx, event);
  }

  @Override
  public List<Job> page(
      Set<KnowledgeBaseId> kbs, @Nullable JobStatus status, @Nullable JobId before, int limit) {
    Condition among =
        kbs.isEmpty()
            ? DSL.noCondition()
            : JOB.KB_ID.in(kbs.stream().map(KnowledgeBaseId::value).toList());
    Condition condition = among;
    if (status != null) {
      condition = condition.and(JOB.STATUS.eq(status.name()));
    }
    if (before != null) {
      condition =
          condition.and(
              JOB.NUMBER.lt(
                  select(JOB.NUMBER).from(JOB).where(JOB.JOB_ID.eq(before.value())).and(among)));
    }
    return newest(condition, limit);
  }

  @Override
  public void remember(StartRequest request, Instant keptSince) {
    boolean isNew =
        transactions.write(
            tx -> {
              StartRequests.deleteOld(tx, keptSince);
              return StartRequests.insert(tx, request);
            });
    if (!isNew) {
      throw new IngestionException(
          ErrorCode.CONCURRENT_CHANGE,
          "The same request to start %s came twice at once; send it again".formatted(request.kb()));
    }
  }

  @Override
  public Optional<StartRequest> remembered(KnowledgeBaseId kb, RequestKey key) {
    return transactions.read(sql -> StartRequests.find(sql, kb, key));
  }

  @Override
  public List<JobEvent> events(JobId id, int limit) {
    return transactions.read(sql -> JobEvents.latest(sql, id, limit));
  }

  @Override
  public JobLease lease(JobId id) {
    String token = UUID.randomUUID().toString();
    return transactions.write(
        tx -> {
          JobRecord row =
              tx.selectFrom(JOB).where(JOB.JOB_ID.eq(id.value())).forUpdate().fetchOne();
          if (row == null || row.getActiveKb() == null) {
            throw changed(id);
          }
          row.setLeaseToken(token);
          row.update();
          return new JobLease(id, new KnowledgeBaseId(row.getKbId()), token);
        });
  }

  @Override
  public Job progress(
      JobLease lease, DocumentCounts listed, JobPhase phase, @Nullable String waiting) {
    return underLease(
        lease,
        row -> {
          JobRows.fillCounts(row, listed);
          row.setPhase(phase.name());
          row.setWaiting(StoredText.cut(waiting));
        });
  }

  @Override
  public Job settle(JobLease lease, DocumentCounts counts) {
    return underLease(
        lease,
        row -> {
          JobRows.fillCounts(row, counts);
          row.setDocumentsIndexed(counts.indexed());
        });
  }

  private Job underLease(JobLease lease, Consumer<JobRecord> change) {
    return transactions.write(
        tx -> {
          JobRecord row = Leases.lockJob(tx, lease);
          change.accept(row);
          Instant now = clock.instant();
          row.setUpdatedAt(now);
          JobRows.fillWorked(row, JobRows.worked(row).until(now));
          row.update();
          return JobRows.toJob(row);
        });
  }

  private List<Job> newest(Condition condition, int limit) {
    return transactions.read(
        sql ->
            sql.selectFrom(JOB)
                .where(condition)
                .orderBy(JOB.NUMBER.desc())
                .limit(limit)
                .fetch(JobRows::toJob));
  }

  private static IngestionException changed(JobId id) {
    return new IngestionException(
        ErrorCode.CONCURRENT_CHANGE,
        "Job %s is not what it was any more; read it again".formatted(id));
  }
}

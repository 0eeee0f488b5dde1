package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.LANE;

import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

final class SqlWorkQueue implements WorkQueue {
  /** Batches that a claim looks at first. Most are full, so that one is all it takes. */
  private static final int FEW = 2;

  private final Transactions transactions;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final long start;
  private final Turns turns;

  /** Claims come in turn anyway; waiting here is cheaper than waiting for a row of the database. */
  private final ReentrantLock turn = new ReentrantLock();

  @Inject
  SqlWorkQueue(Transactions transactions, InstantSource clock, FairnessConfig fairness) {
    this(transactions, clock, fairness, System::nanoTime);
  }

  /**
   * @param clock for when to try again what failed
   * @param nanoTime a clock that no change of the wall clock moves
   */
  SqlWorkQueue(
      Transactions transactions,
      InstantSource clock,
      FairnessConfig fairness,
      LongSupplier nanoTime) {
    this.transactions = transactions;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.turns = new Turns(fairness.minShare());
  }

  @Override
  public Optional<Claim> claim(Set<KnowledgeBaseId> among, int chunks, Duration lease) {
    turn.lock();
    try {
      Optional<Turn> taken = transactions.write(tx -> claimFirst(tx, among, chunks, lease));
      taken.ifPresent(turn -> turns.served(turn.waited(), turn.priority(), turn.chunks(), chunks));
      return taken.map(Turn::claim);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public boolean extend(ClaimToken token, Duration lease) {
    return transactions.write(
        tx ->
            tx.update(BATCH)
                    .set(BATCH.CLAIM_DEADLINE, now() + lease.toNanos())
                    .where(BATCH.CLAIM_TOKEN.eq(token.value()))
                    .and(BATCH.CLAIM_DEADLINE.gt(now()))
                    .execute()
                > 0);
  }

  @Override
  public void release(ClaimToken token) {
    transactions.change(tx -> free(tx, BATCH.CLAIM_TOKEN.eq(token.value())));
  }

  @Override
  public int voidClaims() {
    return transactions.write(tx -> free(tx, BATCH.CLAIM_TOKEN.isNotNull()));
  }

  @Override
  public Backlog backlog(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            sql.selectFrom(LANE)
                .where(LANE.KB_ID.eq(kb.value()))
                .fetchOptional(
                    lane -> new Backlog(lane.getBatches(), lane.getChunks(), lane.getBytes()))
                .orElseGet(() -> new Backlog(0, 0, 0)));
  }

  /**
   * A claim, and what has to be known to say whose turn is next.
   *
   * @param waited lanes that waited when it was taken
   * @param priority of the lane it was taken from
   */
  private record Turn(Claim claim, List<LaneRecord> waited, int priority) {
    int chunks() {
      return claim.batches().stream().mapToInt(batch -> batch.items().size()).sum();
    }
  }

  private Optional<Turn> claimFirst(
      DSLContext tx, Set<KnowledgeBaseId> among, int chunks, Duration lease) {
    List<LaneRecord> waiting = waiting(tx, among);
    long turn = waiting.stream().mapToLong(LaneRecord::getTurn).max().orElse(0) + 1;
    for (LaneRecord next : turns.order(waiting)) {
      KnowledgeBaseId kb = new KnowledgeBaseId(next.getKbId());
      Optional<Claim> claim =
          Lanes.lock(tx, kb).flatMap(lane -> claimOf(tx, kb, lane, turn, chunks, lease));
      if (claim.isPresent()) {
        return claim.map(taken -> new Turn(taken, waiting, next.getPriority()));
      }
    }
    return Optional.empty();
  }

  private static List<LaneRecord> waiting(DSLContext tx, Set<KnowledgeBaseId> among) {
    return tx.selectFrom(LANE)
        .where(LANE.BATCHES.gt(0L))
        .and(LANE.KB_ID.in(among.stream().map(KnowledgeBaseId::value).toList()))
        .fetch();
  }

  private Optional<Claim> claimOf(
      DSLContext tx, KnowledgeBaseId kb, LaneRecord lane, long turn, int chunks, Duration lease) {
    List<BatchRecord> next = next(tx, kb, chunks);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    ClaimToken token = new ClaimToken(UUID.randomUUID().toString());
    List<Long> ids = next.stream().map(BatchRecord::getBatchId).toList();
    tx.update(BATCH)
        .set(BATCH.CLAIM_TOKEN, token.value())
        .set(BATCH.CLAIM_DEADLINE, now() + lease.toNanos())
        .where(BATCH.BATCH_ID.in(ids))
        .execute();
    lane.setServed(lane.getServed() + sum(next));
    lane.setTurn(turn);
    lane.update();
    List<ClaimedBatch> batches = Batches.load(tx, ids);
    Set<Generation> generations =
        batches.stream()
            .flatMap(batch -> batch.items().stream())
            .map(WorkItem::generation)
            .collect(Collectors.toSet());
    return Optional.of(
        new Claim(
            token,
            kb,
            new JobId(next.get(0).getJobId()),
            batches,
            LedgerReads.pending(tx, kb, generations),
            next.get(0).getAttempts()));
  }

  /** The first free batches of one job that fit. */
  private List<BatchRecord> next(DSLContext tx, KnowledgeBaseId kb, int chunks) {
    List<BatchRecord> free = free(tx, kb, Math.min(FEW, chunks));
    List<BatchRecord> taken = fitting(free, chunks);
    boolean maybeMore = free.size() == FEW && taken.size() == FEW && sum(taken) < chunks;
    return maybeMore ? fitting(free(tx, kb, chunks), chunks) : taken;
  }

  /**
   * The order names both columns of the index: by the second alone, although the first is fixed, H2
   * reads all that waits and sorts it.
   */
  private Result<BatchRecord> free(DSLContext tx, KnowledgeBaseId kb, int limit) {
    return tx.selectFrom(BATCH)
        .where(BATCH.KB_ID.eq(kb.value()))
        .and(BATCH.CLAIM_DEADLINE.isNull().or(BATCH.CLAIM_DEADLINE.le(now())))
        .and(isDue(clock.instant()))
        .orderBy(BATCH.KB_ID, BATCH.BATCH_ID)
        .limit(limit)
        .fetch();
  }

  private static List<BatchRecord> fitting(List<BatchRecord> free, int chunks) {
    List<BatchRecord> taken = new ArrayList<>();
    int sum = 0;
    for (BatchRecord batch : free) {
      sum += batch.getChunks();
      if (!taken.isEmpty() && (sum > chunks || !goTogether(taken.get(0), batch))) {
        break;
      }
      taken.add(batch);
    }
    return taken;
  }

  private static int sum(List<BatchRecord> batches) {
    return batches.stream().mapToInt(BatchRecord::getChunks).sum();
  }

  /** What failed before is claimed alone, so that nothing else fails with it. */
  private static boolean goTogether(BatchRecord one, BatchRecord other) {
    return one.getAttempts() == 0
        && other.getAttempts() == 0
        && one.getJobId().equals(other.getJobId());
  }

  /** A clock that was set back makes everything due. */
  private static Condition isDue(Instant now) {
    return BATCH.RETRY_AT.isNull().or(BATCH.RETRY_AT.le(now)).or(BATCH.POSTPONED_AT.gt(now));
  }

  private static int free(DSLContext tx, Condition condition) {
    return tx.update(BATCH)
        .set(BATCH.CLAIM_TOKEN, (@Nullable String) null)
        .set(BATCH.CLAIM_DEADLINE, (@Nullable Long) null)
        .where(condition)
        .execute();
  }

  private long now() {
    return nanoTime.getAsLong() - start;
  }
}

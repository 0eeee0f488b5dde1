package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static org.jooq.impl.DSL.sum;

import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.WorkQueue;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.jspecify.annotations.Nullable;

final class SqlWorkQueue implements WorkQueue {
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
  public List<Claim> claim(Set<KnowledgeBaseId> among, int chunks, int most, Duration lease) {
    turn.lock();
    try {
      Optional<Turn> taken =
          transactions.write(tx -> claimFirst(tx, among, new Portion(chunks, most), lease));
      taken.ifPresent(turn -> turns.served(turn.waited(), turn.priority(), turn.chunks(), chunks));
      return taken.map(Turn::claims).orElse(List.of());
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

  @Override
  public Depth depth() {
    return transactions.read(
        sql -> {
          Instant oldest =
              sql.select(BATCH.ENQUEUED_AT)
                  .from(BATCH)
                  .orderBy(BATCH.BATCH_ID)
                  .limit(1)
                  .fetchOne(BATCH.ENQUEUED_AT);
          return sql.select(sum(LANE.CHUNKS), sum(LANE.BYTES))
              .from(LANE)
              .fetchSingle(row -> new Depth(number(row.value1()), number(row.value2()), oldest));
        });
  }

  /** A sum over no rows at all is null. */
  private static long number(@Nullable BigDecimal sum) {
    return sum == null ? 0 : sum.longValue();
  }

  /**
   * Claims, and what has to be known to say whose turn is next.
   *
   * @param waited lanes that waited when they were taken
   * @param priority of the lane they were taken from
   */
  private record Turn(List<Claim> claims, List<LaneRecord> waited, int priority) {
    int chunks() {
      return claims.stream()
          .flatMap(claim -> claim.batches().stream())
          .mapToInt(batch -> batch.items().size())
          .sum();
    }
  }

  private Optional<Turn> claimFirst(
      DSLContext tx, Set<KnowledgeBaseId> among, Portion asked, Duration lease) {
    List<LaneRecord> waiting = waiting(tx, among);
    Portion portion = waiting.size() > 1 ? new Portion(asked.chunks(), 1) : asked;
    long turn = waiting.stream().mapToLong(LaneRecord::getTurn).max().orElse(0) + 1;
    for (LaneRecord next : turns.order(waiting)) {
      KnowledgeBaseId kb = new KnowledgeBaseId(next.getKbId());
      List<Claim> claims =
          Lanes.lock(tx, kb)
              .map(lane -> claimsOf(tx, kb, lane, turn, portion, lease))
              .orElse(List.of());
      if (!claims.isEmpty()) {
        return Optional.of(new Turn(claims, waiting, next.getPriority()));
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

  private List<Claim> claimsOf(
      DSLContext tx,
      KnowledgeBaseId kb,
      LaneRecord lane,
      long turn,
      Portion portion,
      Duration lease) {
    List<List<BatchRecord>> next = next(tx, kb, portion);
    if (next.isEmpty()) {
      return List.of();
    }
    List<BatchRecord> taken = next.stream().flatMap(List::stream).toList();
    List<ClaimToken> tokens =
        next.stream().map(batches -> new ClaimToken(UUID.randomUUID().toString())).toList();
    Batches.claim(tx, next, tokens, now() + lease.toNanos());
    lane.setServed(lane.getServed() + Portion.sum(taken));
    lane.setTurn(turn);
    lane.update();
    Map<Long, ClaimedBatch> loaded =
        Batches.load(tx, taken.stream().map(BatchRecord::getBatchId).toList());
    Set<Generation> pending = LedgerReads.pending(tx, kb, generations(loaded.values()));
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < next.size(); i++) {
      claims.add(claim(kb, tokens.get(i), next.get(i), loaded, pending));
    }
    return claims;
  }

  private static Claim claim(
      KnowledgeBaseId kb,
      ClaimToken token,
      List<BatchRecord> rows,
      Map<Long, ClaimedBatch> loaded,
      Set<Generation> pending) {
    List<ClaimedBatch> batches =
        rows.stream().map(row -> Objects.requireNonNull(loaded.get(row.getBatchId()))).toList();
    Set<Generation> generations = generations(batches);
    generations.retainAll(pending);
    BatchRecord first = rows.get(0);
    return new Claim(
        token, kb, new JobId(first.getJobId()), batches, generations, first.getAttempts());
  }

  private static Set<Generation> generations(Collection<ClaimedBatch> batches) {
    Set<Generation> generations = new HashSet<>();
    for (ClaimedBatch batch : batches) {
      batch.items().forEach(item -> generations.add(item.generation()));
    }
    return generations;
  }

  /** The first free batches, by the claims that they make up. */
  private List<List<BatchRecord>> next(DSLContext tx, KnowledgeBaseId kb, Portion portion) {
    List<BatchRecord> free = free(tx, kb, portion.few());
    return portion.mayLack(free) ? portion.of(free(tx, kb, portion.most())) : portion.of(free);
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

package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.LANE;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.queue.Turns;
import dev.ingestion.ports.out.WorkQueue;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

final class SqlWorkQueue implements WorkQueue {
  private static final Rendered WAITING =
      Rendered.of(
          DSL.select(LANE.KB_ID, LANE.PRIORITY)
              .from(LANE)
              .where(LANE.BATCHES.gt(inline(0L)))
              .and(Rendered.among(LANE.KB_ID)));

  /**
   * The order names both columns of the index: by the second alone, although the first is fixed, H2
   * reads all that waits and sorts it.
   */
  private static final Rendered FREE =
      Rendered.of(
          DSL.select(BATCH.BATCH_ID, BATCH.JOB_ID, BATCH.CHUNKS, BATCH.BYTES, BATCH.ATTEMPTS)
              .from(BATCH)
              .where(BATCH.KB_ID.eq(val("")))
              .and(BATCH.CLAIM_DEADLINE.isNull().or(BATCH.CLAIM_DEADLINE.le(val(0L))))
              .and(
                  BATCH
                      .RETRY_AT
                      .isNull()
                      .or(BATCH.RETRY_AT.le(val(Instant.EPOCH)))
                      .or(BATCH.POSTPONED_AT.gt(val(Instant.EPOCH))))
              .orderBy(BATCH.KB_ID, BATCH.BATCH_ID)
              .limit(val(1)));

  private static final Rendered BACKLOG =
      Rendered.of(
          DSL.select(LANE.BATCHES, LANE.CHUNKS, LANE.BYTES)
              .from(LANE)
              .where(LANE.KB_ID.eq(val(""))));

  private static final Rendered RELEASED = freed(Rendered.among(BATCH.CLAIM_TOKEN));
  private static final Rendered VOIDED = freed(BATCH.CLAIM_TOKEN.isNotNull());

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
      Turn taken =
          transactions.write(tx -> claimFirst(tx, among, new Portion(chunks, most), lease));
      if (!taken.claims().isEmpty()) {
        turns.served(taken.waited(), taken.claims().get(0).kb(), taken.chunks(), chunks);
      }
      return taken.claims();
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
  public void release(Collection<ClaimToken> tokens) {
    String[] values = tokens.stream().map(ClaimToken::value).toArray(String[]::new);
    transactions.change(tx -> RELEASED.execute(tx, (Object) values));
  }

  @Override
  public int voidClaims() {
    return transactions.write(VOIDED::execute);
  }

  @Override
  public Backlog backlog(KnowledgeBaseId kb) {
    return transactions.read(
        sql ->
            BACKLOG
                .fetch(
                    sql,
                    row -> new Backlog(row.getLong(1), row.getLong(2), row.getLong(3)),
                    kb.value())
                .stream()
                .findFirst()
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
   * Claims of one knowledge base, or none.
   *
   * @param waited what had something waiting when they were taken
   */
  private record Turn(List<Claim> claims, Map<KnowledgeBaseId, JobPriority> waited) {
    int chunks() {
      return claims.stream()
          .flatMap(claim -> claim.batches().stream())
          .mapToInt(batch -> batch.items().size())
          .sum();
    }
  }

  private Turn claimFirst(
      DSLContext tx, Set<KnowledgeBaseId> among, Portion asked, Duration lease) {
    Map<KnowledgeBaseId, JobPriority> waiting = waiting(tx, among);
    Portion portion = waiting.size() > 1 ? new Portion(asked.chunks(), 1) : asked;
    for (KnowledgeBaseId next : turns.order(waiting)) {
      List<Claim> claims = claimsOf(tx, next, portion, lease);
      if (!claims.isEmpty()) {
        return new Turn(claims, waiting);
      }
    }
    return new Turn(List.of(), waiting);
  }

  private static Rendered freed(Condition condition) {
    return Rendered.of(
        DSL.update(BATCH)
            .set(BATCH.CLAIM_TOKEN, DSL.castNull(BATCH.CLAIM_TOKEN))
            .set(BATCH.CLAIM_DEADLINE, DSL.castNull(BATCH.CLAIM_DEADLINE))
            .where(condition));
  }

  private static Map<KnowledgeBaseId, JobPriority> waiting(
      DSLContext tx, Set<KnowledgeBaseId> among) {
    Map<KnowledgeBaseId, JobPriority> waiting = new HashMap<>();
    WAITING
        .fetch(
            tx,
            row -> Map.entry(new KnowledgeBaseId(row.getString(1)), new JobPriority(row.getInt(2))),
            (Object) among.stream().map(KnowledgeBaseId::value).toArray(String[]::new))
        .forEach(lane -> waiting.put(lane.getKey(), lane.getValue()));
    return waiting;
  }

  /** If others took all that was free, more may wait behind. */
  private List<Claim> claimsOf(DSLContext tx, KnowledgeBaseId kb, Portion portion, Duration lease) {
    List<List<BatchRow>> free = next(tx, kb, portion);
    Map<ClaimToken, List<BatchRow>> taken = take(tx, free, lease);
    while (taken.isEmpty() && !free.isEmpty()) {
      free = next(tx, kb, portion);
      taken = take(tx, free, lease);
    }
    return taken.isEmpty() ? List.of() : loaded(tx, kb, taken);
  }

  /** Holds no lane: batches that are taken away meanwhile are not claimed. */
  private Map<ClaimToken, List<BatchRow>> take(
      DSLContext tx, List<List<BatchRow>> free, Duration lease) {
    List<BatchRow> batches = new ArrayList<>();
    List<ClaimToken> tokens = new ArrayList<>();
    for (List<BatchRow> claim : free) {
      ClaimToken token = new ClaimToken(UUID.randomUUID().toString());
      batches.addAll(claim);
      tokens.addAll(Collections.nCopies(claim.size(), token));
    }
    long now = now();
    boolean[] claimed = Batches.claim(tx, batches, tokens, now, now + lease.toNanos());
    Map<ClaimToken, List<BatchRow>> claims = new LinkedHashMap<>();
    for (int i = 0; i < claimed.length; i++) {
      if (claimed[i]) {
        claims.computeIfAbsent(tokens.get(i), token -> new ArrayList<>()).add(batches.get(i));
      }
    }
    return claims;
  }

  private static List<Claim> loaded(
      DSLContext tx, KnowledgeBaseId kb, Map<ClaimToken, List<BatchRow>> claims) {
    Map<Long, ClaimedBatch> loaded =
        Batches.load(tx, claims.values().stream().flatMap(List::stream).toList());
    Set<Generation> pending = LedgerReads.pending(tx, kb, generations(loaded.values()));
    return claims.entrySet().stream()
        .map(claim -> claim(kb, claim.getKey(), claim.getValue(), loaded, pending))
        .toList();
  }

  private static Claim claim(
      KnowledgeBaseId kb,
      ClaimToken token,
      List<BatchRow> rows,
      Map<Long, ClaimedBatch> loaded,
      Set<Generation> pending) {
    List<ClaimedBatch> batches =
        rows.stream().map(row -> Objects.requireNonNull(loaded.get(row.id()))).toList();
    Set<Generation> generations = generations(batches);
    generations.retainAll(pending);
    BatchRow first = rows.get(0);
    return new Claim(token, kb, new JobId(first.job()), batches, generations, first.attempts());
  }

  private static Set<Generation> generations(Collection<ClaimedBatch> batches) {
    Set<Generation> generations = new HashSet<>();
    for (ClaimedBatch batch : batches) {
      batch.items().forEach(item -> generations.add(item.generation()));
    }
    return generations;
  }

  /** The first free batches, by the claims that they make up. */
  private List<List<BatchRow>> next(DSLContext tx, KnowledgeBaseId kb, Portion portion) {
    List<BatchRow> free = free(tx, kb, portion.few());
    return portion.mayLack(free) ? portion.of(free(tx, kb, portion.most())) : portion.of(free);
  }

  /** A wall clock that was set back makes everything due. */
  private List<BatchRow> free(DSLContext tx, KnowledgeBaseId kb, int limit) {
    Instant wall = clock.instant();
    return FREE.fetch(
        tx,
        row ->
            new BatchRow(
                row.getLong(1), row.getString(2), row.getInt(3), row.getLong(4), row.getInt(5)),
        kb.value(),
        now(),
        wall,
        wall,
        limit);
  }

  private long now() {
    return nanoTime.getAsLong() - start;
  }
}

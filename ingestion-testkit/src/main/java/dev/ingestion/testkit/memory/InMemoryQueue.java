package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.queue.Turns;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.testkit.memory.Rows.Batch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

final class InMemoryQueue implements WorkQueue {
  private static final double MIN_SHARE = 0.05;

  private final InMemoryDatabase database;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Turns turns = new Turns(MIN_SHARE);

  InMemoryQueue(InMemoryDatabase database, InstantSource clock, LongSupplier nanoTime) {
    this.database = database;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized List<Claim> claim(
      Set<KnowledgeBaseId> among, int chunks, int most, Duration lease) {
    return database.write(
        rows -> {
          Map<KnowledgeBaseId, JobPriority> waiting = waiting(rows, among);
          int atOnce = waiting.size() > 1 ? 1 : most;
          List<Claim> claims =
              turns.order(waiting).stream()
                  .map(kb -> claimsOf(rows, kb, chunks, atOnce, lease))
                  .filter(taken -> !taken.isEmpty())
                  .findFirst()
                  .orElse(List.of());
          claims.forEach(taken -> note(waiting, taken, chunks));
          return claims;
        });
  }

  /** Knowledge bases for which something waits, claimed or not. */
  private static Map<KnowledgeBaseId, JobPriority> waiting(Rows rows, Set<KnowledgeBaseId> among) {
    Map<KnowledgeBaseId, JobPriority> waiting = new HashMap<>();
    rows.batches.values().stream()
        .map(Batch::kb)
        .filter(among::contains)
        .forEach(kb -> waiting.put(kb, Objects.requireNonNull(rows.bases.get(kb)).priority()));
    return waiting;
  }

  private List<Claim> claimsOf(
      Rows rows, KnowledgeBaseId kb, int chunks, int most, Duration lease) {
    List<Claim> claims = new ArrayList<>();
    Optional<Claim> next = claimOf(rows, kb, chunks, lease);
    while (next.isPresent()) {
      claims.add(next.get());
      next = claims.size() < most ? claimOf(rows, kb, chunks, lease) : Optional.empty();
    }
    return claims;
  }

  private void note(Map<KnowledgeBaseId, JobPriority> waiting, Claim taken, int most) {
    int chunks = taken.batches().stream().mapToInt(batch -> batch.items().size()).sum();
    turns.served(waiting, taken.kb(), chunks, most);
  }

  @Override
  public boolean extend(ClaimToken token, Duration lease) {
    return database.write(
        rows ->
            change(
                    rows,
                    batch -> token.equals(batch.token()) && batch.deadline() > now(),
                    token,
                    now() + lease.toNanos())
                > 0);
  }

  @Override
  public void release(Collection<ClaimToken> tokens) {
    database.write(
        rows ->
            change(
                rows, batch -> batch.token() != null && tokens.contains(batch.token()), null, 0));
  }

  @Override
  public int voidClaims() {
    return database.write(rows -> change(rows, batch -> batch.token() != null, null, 0));
  }

  @Override
  public Backlog backlog(KnowledgeBaseId kb) {
    return database.read(
        rows -> {
          List<Batch> waiting =
              rows.batches.values().stream().filter(batch -> batch.kb().equals(kb)).toList();
          return new Backlog(
              waiting.size(),
              waiting.stream().mapToLong(batch -> batch.items().size()).sum(),
              waiting.stream().mapToLong(Batch::bytes).sum());
        });
  }

  @Override
  public Depth depth() {
    return database.read(
        rows ->
            new Depth(
                rows.batches.values().stream().mapToLong(batch -> batch.items().size()).sum(),
                rows.batches.values().stream().mapToLong(Batch::bytes).sum(),
                rows.batches.values().stream().findFirst().map(Batch::since).orElse(null)));
  }

  private Optional<Claim> claimOf(Rows rows, KnowledgeBaseId kb, int chunks, Duration lease) {
    List<Long> ids = next(rows, kb, chunks);
    if (ids.isEmpty()) {
      return Optional.empty();
    }
    ClaimToken token = new ClaimToken("claim-" + rows.number());
    long deadline = now() + lease.toNanos();
    List<ClaimedBatch> claimed = new ArrayList<>();
    for (long id : ids) {
      Batch batch = Objects.requireNonNull(rows.batches.get(id)).claimed(token, deadline);
      rows.batches.put(id, batch);
      claimed.add(new ClaimedBatch(id, batch.items()));
    }
    Set<Generation> generations =
        claimed.stream()
            .flatMap(batch -> batch.items().stream())
            .map(WorkItem::generation)
            .collect(Collectors.toSet());
    Batch first = Objects.requireNonNull(rows.batches.get(ids.get(0)));
    return Optional.of(
        new Claim(
            token,
            kb,
            first.job(),
            claimed,
            InMemoryLedger.among(rows, kb, generations, document -> document.pending),
            first.postponed().attempts()));
  }

  /** The first free batches of one job that fit. */
  private List<Long> next(Rows rows, KnowledgeBaseId kb, int chunks) {
    List<Long> taken = new ArrayList<>();
    Batch first = null;
    int sum = 0;
    for (Map.Entry<Long, Batch> row : rows.batches.entrySet()) {
      Batch batch = row.getValue();
      boolean free =
          (batch.token() == null || batch.deadline() <= now())
              && batch.postponed().isDue(clock.instant());
      if (batch.kb().equals(kb) && free) {
        sum += batch.items().size();
        if (first != null && (sum > chunks || !goTogether(first, batch))) {
          break;
        }
        first = first == null ? batch : first;
        taken.add(row.getKey());
      }
    }
    return taken;
  }

  /** What failed before is claimed alone, so that nothing else fails with it. */
  private static boolean goTogether(Batch one, Batch other) {
    return one.postponed().attempts() == 0
        && other.postponed().attempts() == 0
        && one.job().equals(other.job());
  }

  private static int change(
      Rows rows, Predicate<Batch> which, @Nullable ClaimToken token, long deadline) {
    int changed = 0;
    for (Map.Entry<Long, Batch> row : rows.batches.entrySet()) {
      if (which.test(row.getValue())) {
        row.setValue(row.getValue().claimed(token, deadline));
        changed++;
      }
    }
    return changed;
  }

  private long now() {
    return nanoTime.getAsLong();
  }
}

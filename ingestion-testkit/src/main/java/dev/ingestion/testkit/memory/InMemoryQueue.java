package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.testkit.memory.Rows.Base;
import dev.ingestion.testkit.memory.Rows.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
  private final InMemoryDatabase database;
  private final LongSupplier nanoTime;

  InMemoryQueue(InMemoryDatabase database, LongSupplier nanoTime) {
    this.database = database;
    this.nanoTime = nanoTime;
  }

  @Override
  public Optional<Claim> claim(Set<KnowledgeBaseId> among, int chunks, Duration lease) {
    return database.write(
        rows -> {
          List<KnowledgeBaseId> inTurn =
              rows.bases.entrySet().stream()
                  .filter(base -> among.contains(base.getKey()))
                  .sorted(Comparator.comparing(base -> base.getValue().served()))
                  .map(Map.Entry::getKey)
                  .toList();
          return inTurn.stream()
              .flatMap(kb -> claimOf(rows, kb, chunks, lease).stream())
              .findFirst();
        });
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
  public void release(ClaimToken token) {
    database.write(rows -> change(rows, batch -> token.equals(batch.token()), null, 0));
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
    long taken = claimed.stream().mapToLong(batch -> batch.items().size()).sum();
    rows.bases.computeIfPresent(
        kb, (id, base) -> new Base(base.base(), base.sources(), base.served() + taken));
    return Optional.of(
        new Claim(
            token,
            kb,
            Objects.requireNonNull(rows.batches.get(ids.get(0))).job(),
            claimed,
            InMemoryLedger.among(rows, kb, generations, document -> document.pending)));
  }

  /** The first free batches of one job that fit. */
  private List<Long> next(Rows rows, KnowledgeBaseId kb, int chunks) {
    List<Long> taken = new ArrayList<>();
    Batch first = null;
    int sum = 0;
    for (Map.Entry<Long, Batch> row : rows.batches.entrySet()) {
      Batch batch = row.getValue();
      boolean free = batch.token() == null || batch.deadline() <= now();
      if (batch.kb().equals(kb) && free) {
        sum += batch.items().size();
        if (first != null && (sum > chunks || !batch.job().equals(first.job()))) {
          break;
        }
        first = first == null ? batch : first;
        taken.add(row.getKey());
      }
    }
    return taken;
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

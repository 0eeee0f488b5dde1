package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.WorkItem;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

final class SqlCheckpoints implements Checkpoints {
  private static final Rendered ADVANCE =
      Rendered.of(
          DSL.update(KNOWLEDGE_BASE)
              .set(
                  KNOWLEDGE_BASE.INDEX_CHECKPOINT,
                  greatest(KNOWLEDGE_BASE.INDEX_CHECKPOINT, val(0L)))
              .where(KNOWLEDGE_BASE.KB_ID.eq(val(""))));

  private final Transactions transactions;
  private final InstantSource clock;

  @Inject
  SqlCheckpoints(Transactions transactions, InstantSource clock) {
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Set<ClaimToken> acknowledge(
      KnowledgeBaseId kb, long indexCheckpoint, List<ClaimResult> results) {
    return transactions.write(
        tx ->
            LedgerTransaction.begin(tx, kb)
                .map(ledger -> acknowledge(ledger, indexCheckpoint, results))
                .orElseGet(() -> tokens(results)));
  }

  private Set<ClaimToken> acknowledge(
      LedgerTransaction ledger, long indexCheckpoint, List<ClaimResult> results) {
    Map<String, List<BatchRow>> held =
        Batches.held(ledger.tx(), results.stream().map(result -> result.token().value()).toList());
    List<ClaimResult> accepted = new ArrayList<>();
    Set<ClaimToken> refused = new HashSet<>();
    for (ClaimResult result : results) {
      if (isWhole(result, held.getOrDefault(result.token().value(), List.of()))) {
        accepted.add(result);
      } else {
        refused.add(result.token());
        held.remove(result.token().value());
      }
    }
    // If all were refused, the commit may be of an index that was given up meanwhile.
    if (results.isEmpty() || !accepted.isEmpty()) {
      advance(ledger.tx(), ledger.kb(), indexCheckpoint);
    }
    if (!accepted.isEmpty()) {
      ledger.dequeue(held.values().stream().flatMap(List::stream).toList(), held.keySet());
      acknowledgeChunks(ledger, accepted);
    }
    ledger.finish(clock.instant());
    return refused;
  }

  private static boolean isWhole(ClaimResult result, List<BatchRow> held) {
    Set<Long> claimed = new HashSet<>();
    result.batches().forEach(batch -> claimed.add(batch.id()));
    return !held.isEmpty()
        && claimed.equals(held.stream().map(BatchRow::id).collect(Collectors.toSet()));
  }

  private void acknowledgeChunks(LedgerTransaction ledger, List<ClaimResult> results) {
    List<Map<Long, Delivery>> deliveries = results.stream().map(Delivery::of).toList();
    Set<Long> generations = new HashSet<>();
    deliveries.forEach(ofClaim -> generations.addAll(ofClaim.keySet()));
    ledger.documents().load(generations);
    Map<Long, Set<Integer>> done = new HashMap<>();
    for (int i = 0; i < results.size(); i++) {
      acknowledgeChunks(ledger, results.get(i), deliveries.get(i), done);
    }
    new DeadLetterRows(ledger.tx()).mended(done);
  }

  /**
   * @param done takes in which chunks of which generation were done
   */
  private void acknowledgeChunks(
      LedgerTransaction ledger,
      ClaimResult result,
      Map<Long, Delivery> deliveries,
      Map<Long, Set<Integer>> done) {
    JobTallies.Tally tally = ledger.tallies().of(result.job());
    tally.chunksEmbedded += result.embedded();
    Set<Generation> pending = new HashSet<>();
    deliveries.forEach(
        (generation, delivery) -> {
          DocumentRecord document = ledger.documents().loaded(generation).orElse(null);
          if (document == null) { // superseded: it is as if it had never been queued
            tally.chunksQueued -= delivery.chunks();
            return;
          }
          tally.chunksDead += delivery.failed().size();
          tally.chunksIndexed += delivery.done().size();
          done.computeIfAbsent(generation, key -> new HashSet<>()).addAll(delivery.done());
          pending.add(new Generation(generation));
          acknowledge(ledger.documents(), document, result.job(), delivery);
        });
    result.retries().forEach(retry -> enqueueAgain(ledger, result.job(), retry, pending));
  }

  private void acknowledge(
      DocumentChanges documents, DocumentRecord document, JobId job, Delivery delivery) {
    if (!delivery.failed().isEmpty()) {
      documents.fail(document, job, delivery.failed(), clock.instant());
    }
    documents.acknowledgeChunks(document, delivery.done().size());
  }

  private void enqueueAgain(
      LedgerTransaction ledger, JobId job, Retry retry, Set<Generation> pending) {
    List<WorkItem> items =
        retry.items().stream().filter(item -> pending.contains(item.generation())).toList();
    if (!items.isEmpty()) {
      Retry left = new Retry(items, retry.attempts(), retry.delay());
      ledger.enqueueAgain(job, left, clock.instant());
    }
  }

  private static void advance(DSLContext tx, KnowledgeBaseId kb, long indexCheckpoint) {
    ADVANCE.execute(tx, indexCheckpoint, kb.value());
  }

  private static Set<ClaimToken> tokens(List<ClaimResult> results) {
    Set<ClaimToken> tokens = new HashSet<>();
    results.forEach(result -> tokens.add(result.token()));
    return tokens;
  }
}

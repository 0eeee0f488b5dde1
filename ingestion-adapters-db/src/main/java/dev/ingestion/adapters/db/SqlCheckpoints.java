package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static java.util.Objects.requireNonNull;
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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;

final class SqlCheckpoints implements Checkpoints {
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
    Set<ClaimToken> refused = new HashSet<>();
    for (ClaimResult result : results) {
      if (!acknowledge(ledger, result)) {
        refused.add(result.token());
      }
    }
    // If all were refused, the commit may be of an index that was given up meanwhile.
    if (results.isEmpty() || refused.size() < results.size()) {
      advance(ledger.tx(), ledger.kb(), indexCheckpoint);
    }
    ledger.finish(clock.instant());
    return refused;
  }

  /** Nobody else touches the batches between the look and the deletion: we hold the lane. */
  private boolean acknowledge(LedgerTransaction ledger, ClaimResult result) {
    Set<Long> claimed = new HashSet<>();
    result.batches().forEach(batch -> claimed.add(batch.id()));
    Set<Long> held =
        ledger
            .tx()
            .select(BATCH.BATCH_ID)
            .from(BATCH)
            .where(BATCH.CLAIM_TOKEN.eq(result.token().value()))
            .fetchSet(BATCH.BATCH_ID);
    if (held.isEmpty() || !held.equals(claimed)) {
      return false;
    }
    ledger.dequeue(BATCH.CLAIM_TOKEN.eq(result.token().value()));
    acknowledgeChunks(ledger, result);
    return true;
  }

  private void acknowledgeChunks(LedgerTransaction ledger, ClaimResult result) {
    Map<Long, Delivery> deliveries = Delivery.of(result);
    JobTallies.Tally tally = ledger.tallies().of(result.job());
    tally.chunksEmbedded += result.embedded();
    DocumentChanges documents = ledger.documents();
    Map<Long, Set<Integer>> done = new HashMap<>();
    Set<Generation> pending = new HashSet<>();
    for (DocumentRecord document : documents.find(DOCUMENT.PENDING.in(deliveries.keySet()))) {
      Delivery delivery = requireNonNull(deliveries.remove(document.getPending()));
      int dead = delivery.failed().size();
      tally.chunksDead += dead;
      tally.chunksIndexed += delivery.done().size();
      if (dead > 0) {
        documents.fail(document, result.job(), delivery.failed(), clock.instant());
      }
      done.put(document.getPending(), delivery.done());
      pending.add(new Generation(document.getPending()));
      documents.acknowledgeChunks(document, delivery.done().size());
    }
    new DeadLetterRows(ledger.tx()).mended(done);
    // What is left was superseded: it is as if it had never been queued.
    deliveries.values().forEach(delivery -> tally.chunksQueued -= delivery.chunks());
    result.retries().forEach(retry -> enqueueAgain(ledger, result.job(), retry, pending));
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
    tx.update(KNOWLEDGE_BASE)
        .set(
            KNOWLEDGE_BASE.INDEX_CHECKPOINT,
            greatest(KNOWLEDGE_BASE.INDEX_CHECKPOINT, val(indexCheckpoint)))
        .where(KNOWLEDGE_BASE.KB_ID.eq(kb.value()))
        .execute();
  }

  private static Set<ClaimToken> tokens(List<ClaimResult> results) {
    Set<ClaimToken> tokens = new HashSet<>();
    results.forEach(result -> tokens.add(result.token()));
    return tokens;
  }
}

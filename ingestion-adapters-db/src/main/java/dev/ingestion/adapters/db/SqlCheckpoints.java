package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH;
import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static dev.ingestion.adapters.db.jooq.Tables.KNOWLEDGE_BASE;
import static org.jooq.impl.DSL.greatest;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
  private static boolean acknowledge(LedgerTransaction ledger, ClaimResult result) {
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

  private static void acknowledgeChunks(LedgerTransaction ledger, ClaimResult result) {
    Map<Long, Integer> superseded = chunks(result.batches());
    Map<Long, Failure> failures = new TreeMap<>();
    Map<Long, Integer> dead = new TreeMap<>();
    for (Failure failure : result.failures()) {
      failures.putIfAbsent(failure.generation().number(), failure);
      dead.merge(failure.generation().number(), 1, Integer::sum);
    }
    JobTallies.Tally tally = ledger.tallies().of(result.job());
    tally.chunksEmbedded += result.embedded();
    DocumentChanges documents = ledger.documents();
    for (DocumentRecord document : documents.find(DOCUMENT.PENDING.in(superseded.keySet()))) {
      long generation = document.getPending();
      int gone = dead.getOrDefault(generation, 0);
      int indexed = superseded.remove(generation) - gone;
      tally.chunksIndexed += indexed;
      tally.chunksDead += gone;
      if (gone > 0) {
        documents.fail(document, result.job(), failures.get(generation));
      }
      documents.acknowledgeChunks(document, indexed);
    }
    superseded.values().forEach(chunks -> tally.chunksQueued -= chunks);
  }

  private static Map<Long, Integer> chunks(List<ClaimedBatch> batches) {
    Map<Long, Integer> chunks = new TreeMap<>();
    for (ClaimedBatch batch : batches) {
      for (WorkItem item : batch.items()) {
        chunks.merge(item.generation().number(), 1, Integer::sum);
      }
    }
    return chunks;
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

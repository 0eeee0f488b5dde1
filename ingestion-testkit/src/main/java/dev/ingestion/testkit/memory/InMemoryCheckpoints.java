package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

final class InMemoryCheckpoints implements Checkpoints {
  private final InMemoryDatabase database;
  private final InstantSource clock;

  InMemoryCheckpoints(InMemoryDatabase database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Set<ClaimToken> acknowledge(
      KnowledgeBaseId kb, long indexCheckpoint, List<ClaimResult> results) {
    return database.write(
        rows -> {
          Set<ClaimToken> refused = new HashSet<>();
          for (ClaimResult result : results) {
            if (!rows.bases.containsKey(kb) || !take(rows, result)) {
              refused.add(result.token());
            } else {
              count(rows, kb, result);
            }
          }
          // If all were refused, the commit may be of an index that was given up meanwhile.
          if (rows.bases.containsKey(kb)
              && (results.isEmpty() || refused.size() < results.size())) {
            InMemoryKnowledgeBases.change(rows, kb, base -> advanced(base, indexCheckpoint));
          }
          return refused;
        });
  }

  /** Takes the batches of a claim off the queue: all of them, or none. */
  private static boolean take(Rows rows, ClaimResult result) {
    Set<Long> claimed = result.batches().stream().map(ClaimedBatch::id).collect(Collectors.toSet());
    Set<Long> held =
        rows.batches.entrySet().stream()
            .filter(row -> result.token().equals(row.getValue().token()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    return !held.isEmpty() && held.equals(claimed) && rows.batches.keySet().removeAll(claimed);
  }

  private void count(Rows rows, KnowledgeBaseId kb, ClaimResult result) {
    DocumentChanges documents = new DocumentChanges(rows, kb, clock.instant());
    long superseded = 0;
    long indexed = 0;
    long dead = 0;
    for (Map.Entry<Generation, Long> delivered : delivered(result).entrySet()) {
      Generation generation = delivered.getKey();
      long chunks = delivered.getValue();
      DocumentRow document = documents.withPending(generation).orElse(null);
      if (document == null) {
        superseded += chunks;
        continue;
      }
      List<Failure> failures =
          result.failures().stream()
              .filter(failure -> failure.generation().equals(generation))
              .toList();
      dead += failures.size();
      indexed += chunks - failures.size();
      if (!failures.isEmpty()) {
        Failure first = failures.get(0);
        documents.decide(document, result.job(), Outcome.FAILED, first.code(), first.reason());
      }
      documents.acknowledge(document, generation, chunks - failures.size());
    }
    // What was superseded is as if it had never been queued.
    rows.addToChunks(
        result.job(),
        new ChunkCounts(-superseded, result.embedded(), indexed, dead),
        clock.instant());
  }

  /** How many chunks a claim brings of each generation. */
  private static SortedMap<Generation, Long> delivered(ClaimResult result) {
    SortedMap<Generation, Long> delivered = new TreeMap<>();
    result.batches().stream()
        .flatMap(batch -> batch.items().stream())
        .forEach(item -> delivered.merge(item.generation(), 1L, Long::sum));
    return delivered;
  }

  private static KnowledgeBase advanced(KnowledgeBase base, long indexCheckpoint) {
    return new KnowledgeBase(
        base.id(),
        base.building(),
        base.serving(),
        Math.max(base.indexCheckpoint(), indexCheckpoint),
        base.deleting(),
        base.createdAt());
  }
}

package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.ChunkCounts;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import dev.ingestion.testkit.memory.Rows.Postponed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
    Set<Generation> pending = new HashSet<>();
    long superseded = 0;
    long indexed = 0;
    long dead = 0;
    for (Map.Entry<Generation, List<WorkItem>> delivered : delivered(result).entrySet()) {
      Generation generation = delivered.getKey();
      DocumentRow document = documents.withPending(generation).orElse(null);
      if (document == null) {
        superseded += delivered.getValue().size();
        continue;
      }
      pending.add(generation);
      Map<WorkItem, Failure> failed = failed(result, delivered.getValue());
      Set<Integer> done = done(result, delivered.getValue(), failed.keySet());
      dead += failed.size();
      indexed += done.size();
      if (!failed.isEmpty()) {
        documents.fail(document, generation, result.job(), failed);
      }
      documents.acknowledge(document, generation, done);
    }
    // What was superseded is as if it had never been queued.
    rows.addToChunks(
        result.job(),
        new ChunkCounts(-superseded, result.embedded(), indexed, dead),
        clock.instant());
    result.retries().forEach(retry -> enqueueAgain(rows, kb, result.job(), retry, pending));
  }

  private void enqueueAgain(
      Rows rows, KnowledgeBaseId kb, JobId job, Retry retry, Set<Generation> pending) {
    List<WorkItem> items =
        retry.items().stream().filter(item -> pending.contains(item.generation())).toList();
    if (!items.isEmpty()) {
      Instant now = clock.instant();
      Instant due = now.plus(retry.delay());
      rows.enqueue(kb, job, items, now, new Postponed(retry.attempts(), now, due));
    }
  }

  /** What a claim brings of each generation. */
  private static SortedMap<Generation, List<WorkItem>> delivered(ClaimResult result) {
    SortedMap<Generation, List<WorkItem>> delivered = new TreeMap<>();
    result.batches().stream()
        .flatMap(batch -> batch.items().stream())
        .forEach(
            item -> delivered.computeIfAbsent(item.generation(), g -> new ArrayList<>()).add(item));
    return delivered;
  }

  private static Map<WorkItem, Failure> failed(ClaimResult result, List<WorkItem> items) {
    Map<WorkItem, Failure> failed = new LinkedHashMap<>();
    for (WorkItem item : items) {
      result.failures().stream()
          .filter(failure -> failure.generation().equals(item.generation()))
          .filter(failure -> failure.ordinal() == item.chunk().ordinal())
          .forEach(failure -> failed.put(item, failure));
    }
    return failed;
  }

  /** The ordinals of what was neither given up nor is to be tried again. */
  private static Set<Integer> done(ClaimResult result, List<WorkItem> items, Set<WorkItem> failed) {
    Set<WorkItem> again =
        result.retries().stream()
            .flatMap(retry -> retry.items().stream())
            .collect(Collectors.toSet());
    return items.stream()
        .filter(item -> !failed.contains(item) && !again.contains(item))
        .map(item -> item.chunk().ordinal())
        .collect(Collectors.toSet());
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

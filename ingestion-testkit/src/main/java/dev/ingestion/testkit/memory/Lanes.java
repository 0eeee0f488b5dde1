package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.testkit.memory.Rows.Base;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may happen to the lanes of the queue within a transaction. */
final class Lanes {
  private final Rows rows;

  Lanes(Rows rows) {
    this.rows = rows;
  }

  /** The lanes in which something waits, claimed or not. */
  SortedMap<KnowledgeBaseId, Lane> waiting(Set<KnowledgeBaseId> among) {
    Set<KnowledgeBaseId> waiting = new HashSet<>();
    rows.batches.values().forEach(batch -> waiting.add(batch.kb()));
    waiting.retainAll(among);
    SortedMap<KnowledgeBaseId, Lane> lanes = new TreeMap<>(Rows.BY_ID);
    rows.bases.forEach(
        (kb, base) -> {
          if (waiting.contains(kb)) {
            lanes.put(kb, base.lane());
          }
        });
    return lanes;
  }

  void put(KnowledgeBaseId kb, Lane lane) {
    rows.bases.computeIfPresent(kb, (id, base) -> new Base(base.base(), base.sources(), lane));
  }

  /** Whoever gets another priority takes its turn as if it had just come. */
  void prioritize(KnowledgeBaseId kb, JobPriority priority) {
    Base base = rows.bases.get(kb);
    if (base != null && !base.lane().priority().equals(priority)) {
      Lane moved = new Lane(priority, base.lane().served(), base.lane().turn());
      List<Lane> waiting = peers(kb, priority, waiting(rows.bases.keySet()));
      long served =
          waiting.isEmpty() ? Math.max(moved.served(), most(kb, priority)) : least(waiting);
      put(kb, new Lane(priority, served, moved.turn()));
    }
  }

  /** A knowledge base that had nothing waiting does not make up for the turns it did not need. */
  void join(KnowledgeBaseId kb) {
    Base base = rows.bases.get(kb);
    SortedMap<KnowledgeBaseId, Lane> waiting = waiting(rows.bases.keySet());
    if (base == null || waiting.containsKey(kb)) {
      return;
    }
    JobPriority priority = base.lane().priority();
    List<Lane> peers = peers(kb, priority, waiting);
    long behind = peers.isEmpty() ? most(kb, priority) : least(peers);
    long last = rows.bases.values().stream().mapToLong(b -> b.lane().turn()).max().orElse(0);
    put(kb, new Lane(priority, Math.max(behind, base.lane().served()), last));
  }

  private static List<Lane> peers(
      KnowledgeBaseId kb, JobPriority priority, Map<KnowledgeBaseId, Lane> lanes) {
    return lanes.entrySet().stream()
        .filter(lane -> !lane.getKey().equals(kb) && lane.getValue().priority().equals(priority))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static long least(List<Lane> lanes) {
    return lanes.stream().mapToLong(Lane::served).min().orElse(0);
  }

  private long most(KnowledgeBaseId kb, JobPriority priority) {
    return rows.bases.entrySet().stream()
        .filter(base -> !base.getKey().equals(kb))
        .map(base -> base.getValue().lane())
        .filter(lane -> lane.priority().equals(priority))
        .mapToLong(Lane::served)
        .max()
        .orElse(0);
  }
}

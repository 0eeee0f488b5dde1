package dev.ingestion.testkit.memory;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Whose turn it is: the highest priority, but of what it is served the others get a twentieth
 * together. What they are owed dies with the process. Not thread-safe.
 */
final class Turns {
  private static final double SHARE = 0.05;
  private static final Comparator<Map.Entry<KnowledgeBaseId, Lane>> LEAST_SERVED =
      Comparator.comparingLong(lane -> lane.getValue().served());
  private static final Comparator<Map.Entry<KnowledgeBaseId, Lane>> LONGEST_WAITING =
      Comparator.comparingLong(lane -> lane.getValue().turn());

  /** In chunks. */
  private double owed;

  /**
   * @param waiting by the ids of their knowledge bases
   * @return in which order they are asked for work
   */
  List<KnowledgeBaseId> order(Map<KnowledgeBaseId, Lane> waiting) {
    JobPriority top = top(waiting);
    Comparator<Map.Entry<KnowledgeBaseId, Lane>> byPriority =
        Comparator.comparing(lane -> lane.getValue().priority(), Comparator.reverseOrder());
    List<KnowledgeBaseId> highest = new ArrayList<>();
    List<KnowledgeBaseId> lower = new ArrayList<>();
    waiting.entrySet().stream()
        .sorted(LEAST_SERVED)
        .filter(lane -> lane.getValue().priority().equals(top))
        .forEach(lane -> highest.add(lane.getKey()));
    waiting.entrySet().stream()
        .sorted(owed > 0 ? LONGEST_WAITING : byPriority.thenComparing(LEAST_SERVED))
        .filter(lane -> !lane.getValue().priority().equals(top))
        .forEach(lane -> lower.add(lane.getKey()));
    List<KnowledgeBaseId> order = new ArrayList<>(owed > 0 ? lower : highest);
    order.addAll(owed > 0 ? highest : lower);
    return order;
  }

  /**
   * @param waiting all that waited
   * @param served the priority of the one that was served
   * @param most chunks that were asked for
   */
  void served(Map<KnowledgeBaseId, Lane> waiting, JobPriority served, int chunks, int most) {
    JobPriority top = top(waiting);
    if (waiting.values().stream().allMatch(lane -> lane.priority().equals(top))) {
      owed = 0;
    } else if (served.equals(top)) {
      owed = Math.min(most, owed + chunks * SHARE / (1 - SHARE));
    } else if (owed > 0) {
      owed -= chunks;
    }
  }

  private static JobPriority top(Map<KnowledgeBaseId, Lane> waiting) {
    return waiting.values().stream()
        .map(Lane::priority)
        .max(Comparator.naturalOrder())
        .orElse(JobPriority.DEFAULT);
  }
}

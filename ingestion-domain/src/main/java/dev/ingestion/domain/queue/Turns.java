package dev.ingestion.domain.queue;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whose turn it is. The highest priority comes first; but of what is served while lower ones wait,
 * these get their share together, so that nobody starves, and of them whichever waited longest is
 * next.
 *
 * <p>Within a priority, knowledge bases share by start-time fair queuing (Goyal, Vin and Cheng,
 * 1996), with the chunks of a claim for the length of a packet: each claim begins where the
 * knowledge base's last one ended, but not before the one that was served last in this priority
 * began. So of two that can be served all the time neither gets ahead by more than a claim of each;
 * and who could not be served for a while, because it was paused, had nothing waiting or was away,
 * takes its turns as a newcomer does and makes up for nothing.
 *
 * <p>All this is kept in memory: a restart forgets no more than a claim of each. Not thread-safe.
 */
public final class Turns {
  private static final Comparator<JobPriority> HIGHEST = Comparator.reverseOrder();

  private final double minShare;
  private final Map<JobPriority, Round> rounds = new HashMap<>();
  private long claims;

  /** In chunks; less than nothing if the lower ones had more than their share. */
  private double owed;

  /**
   * @param minShare of the chunks served, what all below the highest priority that waits get
   *     together; 0 to 0.5
   */
  public Turns(double minShare) {
    this.minShare = minShare;
  }

  /** Where the last claim ended, in chunks, and which of all claims it was. */
  private record Served(long end, long claim) {
    static final Served NEVER = new Served(0, 0);
  }

  /** How those of one priority share. */
  private static final class Round {
    private final Map<KnowledgeBaseId, Served> served = new HashMap<>();

    /** In chunks. */
    private long lastBegin;

    private long lastClaim;

    long begin(KnowledgeBaseId kb) {
      return Math.max(lastBegin, served.getOrDefault(kb, Served.NEVER).end());
    }

    long claim(KnowledgeBaseId kb) {
      return served.getOrDefault(kb, Served.NEVER).claim();
    }

    void served(KnowledgeBaseId kb, int chunks, long claim) {
      lastBegin = begin(kb);
      lastClaim = claim;
      served.put(kb, new Served(lastBegin + chunks, claim));
      served.values().removeIf(last -> last.end() < lastBegin); // they begin like newcomers anyway
    }

    void sort(List<KnowledgeBaseId> waiting) {
      waiting.sort(
          Comparator.comparingLong(this::begin)
              .thenComparing(this::claim)
              .thenComparing(KnowledgeBaseId::value));
    }
  }

  /**
   * @param waiting what has something waiting, with its priority
   * @return in which order they are asked for work
   */
  public List<KnowledgeBaseId> order(Map<KnowledgeBaseId, JobPriority> waiting) {
    Map<JobPriority, List<KnowledgeBaseId>> byPriority = new HashMap<>();
    waiting.forEach(
        (kb, priority) ->
            byPriority.computeIfAbsent(priority, unused -> new ArrayList<>()).add(kb));
    List<JobPriority> priorities = new ArrayList<>(byPriority.keySet());
    priorities.sort(HIGHEST);
    if (owed > 0 && priorities.size() > 1) {
      JobPriority top = priorities.remove(0);
      priorities.sort(Comparator.comparingLong(priority -> round(priority).lastClaim));
      priorities.add(top);
    }
    List<KnowledgeBaseId> order = new ArrayList<>();
    for (JobPriority priority : priorities) {
      List<KnowledgeBaseId> ofPriority = Objects.requireNonNull(byPriority.get(priority));
      round(priority).sort(ofPriority);
      order.addAll(ofPriority);
    }
    return order;
  }

  /**
   * Notes who was served, once that is durable.
   *
   * @param waiting what had something waiting, the one that was served among them
   * @param chunks that were claimed
   * @param most chunks that were asked for
   */
  public void served(
      Map<KnowledgeBaseId, JobPriority> waiting, KnowledgeBaseId kb, int chunks, int most) {
    JobPriority priority = Objects.requireNonNull(waiting.get(kb), "served, but not waiting");
    round(priority).served(kb, chunks, ++claims);
    JobPriority top = waiting.values().stream().max(Comparator.naturalOrder()).orElse(priority);
    if (waiting.values().stream().allMatch(top::equals)) {
      owed = 0;
    } else if (priority.equals(top)) {
      // Lower ones that have nothing free just now must not take everything later.
      owed = Math.min(most, owed + chunks * minShare / (1 - minShare));
    } else if (owed > 0) {
      owed -= chunks;
    }
  }

  private Round round(JobPriority priority) {
    return rounds.computeIfAbsent(priority, unused -> new Round());
  }
}

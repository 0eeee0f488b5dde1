package dev.ingestion.domain.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.JobPriority;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class TurnsPropertyTest {
  private static final int MOST = 50;

  /**
   * How far ahead of another a knowledge base is, since when both could be served all the time. The
   * range of these values is what the one got more than the other within any such time.
   */
  private static final class Lead {
    private long now;
    private long least;
    private long most;

    void add(long chunks) {
      now += chunks;
      least = Math.min(least, now);
      most = Math.max(most, now);
    }
  }

  private record Pair(KnowledgeBaseId one, KnowledgeBaseId other) {}

  @Property(tries = 500)
  void ofTwoThatCanBeServedNoneGetsMoreThanAClaimOfEachAhead(
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 6) int bases,
      @ForAll @DoubleRange(max = 0.5) double minShare) {
    Turns turns = new Turns(minShare);
    Map<KnowledgeBaseId, JobPriority> waiting = new HashMap<>();
    Map<Pair, Lead> leads = new HashMap<>();
    for (int step = 0; step < 500; step++) {
      change(waiting, bases, random);
      Set<KnowledgeBaseId> busy = busy(waiting.keySet(), random);
      leads.keySet().removeIf(pair -> !share(pair, waiting, busy));
      List<KnowledgeBaseId> order = turns.order(waiting);
      assertThat(order).containsExactlyInAnyOrderElementsOf(waiting.keySet());
      KnowledgeBaseId next =
          order.stream().filter(kb -> !busy.contains(kb)).findFirst().orElse(null);
      if (next == null) {
        continue;
      }
      int chunks = 1 + random.nextInt(MOST);
      turns.served(waiting, next, chunks, MOST);
      for (KnowledgeBaseId other : waiting.keySet()) {
        Pair pair = new Pair(next, other);
        if (share(pair, waiting, busy)) {
          leads.computeIfAbsent(pair, unused -> new Lead()).add(chunks);
          leads.computeIfAbsent(new Pair(other, next), unused -> new Lead()).add(-chunks);
        }
      }
      assertThat(leads.values()).allMatch(lead -> lead.most - lead.least <= 2 * MOST);
    }
  }

  @Property(tries = 200)
  void lowerPrioritiesGetTheirShareAndEachOfThemAPartOfIt(
      @ForAll Random random, @ForAll @DoubleRange(min = 0.01, max = 0.5) double minShare) {
    Turns turns = new Turns(minShare);
    Map<KnowledgeBaseId, JobPriority> waiting = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      waiting.put(new KnowledgeBaseId("kb-" + i), new JobPriority(9 - 2 * i));
    }
    Map<KnowledgeBaseId, Integer> claims = new HashMap<>();
    long all = 0;
    long lower = 0;
    for (int step = 0; step < 2_000; step++) {
      KnowledgeBaseId next = turns.order(waiting).get(0);
      int chunks = 1 + random.nextInt(MOST);
      turns.served(waiting, next, chunks, MOST);
      claims.merge(next, 1, Integer::sum);
      all += chunks;
      lower += next.value().equals("kb-0") ? 0 : chunks;
    }
    assertThat((double) lower).isBetween(minShare * all - MOST, minShare * all + MOST);
    int each = claims.getOrDefault(new KnowledgeBaseId("kb-1"), 0);
    for (int i = 2; i < 4; i++) {
      assertThat(claims.getOrDefault(new KnowledgeBaseId("kb-" + i), 0)).isBetween(each - 1, each);
    }
  }

  /** Some come, some go, and some become more or less urgent. */
  private static void change(Map<KnowledgeBaseId, JobPriority> waiting, int bases, Random random) {
    if (random.nextInt(4) == 0) {
      KnowledgeBaseId kb = new KnowledgeBaseId("kb-" + random.nextInt(bases));
      if (random.nextInt(3) == 0) {
        waiting.remove(kb);
      } else {
        waiting.put(kb, new JobPriority(4 + random.nextInt(3)));
      }
    }
  }

  /** Now and then all that waits for a knowledge base is claimed already, or not due. */
  private static Set<KnowledgeBaseId> busy(Set<KnowledgeBaseId> waiting, Random random) {
    Set<KnowledgeBaseId> busy = new HashSet<>(waiting);
    busy.removeIf(unused -> random.nextInt(20) > 0);
    return busy;
  }

  private static boolean share(
      Pair pair, Map<KnowledgeBaseId, JobPriority> waiting, Set<KnowledgeBaseId> busy) {
    JobPriority one = waiting.get(pair.one());
    return !pair.one().equals(pair.other())
        && one != null
        && one.equals(waiting.get(pair.other()))
        && !busy.contains(pair.one())
        && !busy.contains(pair.other());
  }
}

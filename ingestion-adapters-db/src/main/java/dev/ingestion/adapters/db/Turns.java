package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.LaneRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Whose turn it is. The highest priority comes first, and within it whoever was served least; but
 * of what is served while lower ones wait, these get their share together, and of them whoever
 * waited longest is next. What they are owed is kept in memory: a restart forgets less than one
 * claim.
 *
 * <p>Used by one thread at a time.
 */
final class Turns {
  private static final Comparator<LaneRecord> LEAST_SERVED =
      Comparator.comparing(LaneRecord::getServed).thenComparing(LaneRecord::getKbId);
  private static final Comparator<LaneRecord> LONGEST_WAITING =
      Comparator.comparing(LaneRecord::getTurn).thenComparing(LaneRecord::getKbId);
  private static final Comparator<LaneRecord> HIGHEST =
      Comparator.comparing(LaneRecord::getPriority).reversed().thenComparing(LEAST_SERVED);

  private final double minShare;

  /** In chunks; less than nothing if they had more than their share. */
  private double owed;

  Turns(double minShare) {
    this.minShare = minShare;
  }

  /**
   * What is asked for work in which order.
   *
   * @param lanes all that wait
   */
  List<LaneRecord> order(List<LaneRecord> lanes) {
    int top = top(lanes);
    List<LaneRecord> highest = new ArrayList<>();
    List<LaneRecord> lower = new ArrayList<>();
    lanes.forEach(lane -> (lane.getPriority() == top ? highest : lower).add(lane));
    highest.sort(LEAST_SERVED);
    lower.sort(owed > 0 ? LONGEST_WAITING : HIGHEST);
    List<LaneRecord> order = new ArrayList<>(owed > 0 ? lower : highest);
    order.addAll(owed > 0 ? highest : lower);
    return order;
  }

  /**
   * Notes who was served, once that is durable.
   *
   * @param lanes all that waited
   * @param priority of the one that was served
   * @param most chunks that were asked for
   */
  void served(List<LaneRecord> lanes, int priority, int chunks, int most) {
    int top = top(lanes);
    boolean lowerWait = lanes.stream().anyMatch(lane -> lane.getPriority() < top);
    if (!lowerWait) {
      owed = 0;
    } else if (priority == top) {
      // Lower ones that have nothing free just now must not take everything later.
      owed = Math.min(most, owed + chunks * minShare / (1 - minShare));
    } else if (owed > 0) {
      owed -= chunks;
    }
  }

  private static int top(List<LaneRecord> lanes) {
    return lanes.stream().mapToInt(LaneRecord::getPriority).max().orElse(0);
  }
}

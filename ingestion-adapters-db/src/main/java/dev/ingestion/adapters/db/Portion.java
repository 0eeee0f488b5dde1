package dev.ingestion.adapters.db;

import java.util.ArrayList;
import java.util.List;

/**
 * How much is claimed at once.
 *
 * @param chunks about how many a claim is to have
 * @param claims how many at most
 */
record Portion(int chunks, int claims) {
  /** Batches to look at first. Most are full, so that one is all a claim takes. */
  int few() {
    return Math.min(claims + 1, most());
  }

  /** Most batches that can be taken. */
  int most() {
    return Math.multiplyExact(chunks, claims);
  }

  /** Cuts batches into claims, each with those of one job that fit. */
  List<List<BatchRow>> of(List<BatchRow> free) {
    List<List<BatchRow>> cut = new ArrayList<>();
    List<BatchRow> last = List.of();
    for (BatchRow batch : free) {
      if (last.isEmpty() || !fits(last, batch)) {
        if (cut.size() == claims) {
          break;
        }
        last = new ArrayList<>();
        cut.add(last);
      }
      last.add(batch);
    }
    return cut;
  }

  /**
   * Whether there may be more to take.
   *
   * @param free what a look at the {@linkplain #few first} has found
   */
  boolean mayLack(List<BatchRow> free) {
    List<List<BatchRow>> cut = of(free);
    int taken = cut.stream().mapToInt(List::size).sum();
    boolean all = free.size() == few() && taken == free.size();
    return all && (cut.size() < claims || sum(cut.get(cut.size() - 1)) < chunks);
  }

  private boolean fits(List<BatchRow> taken, BatchRow batch) {
    return sum(taken) + batch.chunks() <= chunks && goTogether(taken.get(0), batch);
  }

  static int sum(List<BatchRow> batches) {
    return batches.stream().mapToInt(BatchRow::chunks).sum();
  }

  /** What failed before is claimed alone, so that nothing else fails with it. */
  private static boolean goTogether(BatchRow one, BatchRow other) {
    return one.attempts() == 0 && other.attempts() == 0 && one.job().equals(other.job());
  }
}

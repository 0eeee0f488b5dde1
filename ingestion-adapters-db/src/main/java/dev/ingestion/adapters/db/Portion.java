package dev.ingestion.adapters.db;

import dev.ingestion.adapters.db.jooq.tables.records.BatchRecord;
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
  List<List<BatchRecord>> of(List<BatchRecord> free) {
    List<List<BatchRecord>> cut = new ArrayList<>();
    List<BatchRecord> last = List.of();
    for (BatchRecord batch : free) {
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
  boolean mayLack(List<BatchRecord> free) {
    List<List<BatchRecord>> cut = of(free);
    int taken = cut.stream().mapToInt(List::size).sum();
    boolean all = free.size() == few() && taken == free.size();
    return all && (cut.size() < claims || sum(cut.get(cut.size() - 1)) < chunks);
  }

  private boolean fits(List<BatchRecord> taken, BatchRecord batch) {
    return sum(taken) + batch.getChunks() <= chunks && goTogether(taken.get(0), batch);
  }

  static int sum(List<BatchRecord> batches) {
    return batches.stream().mapToInt(BatchRecord::getChunks).sum();
  }

  /** What failed before is claimed alone, so that nothing else fails with it. */
  private static boolean goTogether(BatchRecord one, BatchRecord other) {
    return one.getAttempts() == 0
        && other.getAttempts() == 0
        && one.getJobId().equals(other.getJobId());
  }
}

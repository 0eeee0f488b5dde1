package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows how many batches are claimed and how many documents went live, without asking anybody. */
final class Claims implements Between, Watcher {
  private final Set<String> claimed = new HashSet<>();
  private int left;
  private long live;

  /**
   * @param left claims of a dead process that nobody has voided yet
   * @param live documents that went live before
   */
  Claims(int left, long live) {
    this.left = left;
    this.live = live;
  }

  @Override
  public <T> T port(Class<T> type, T real) {
    boolean watched =
        type == WorkQueue.class || type == Checkpoints.class || type == ChunkIndex.class;
    return watched ? WatchedPort.of(type, real, this) : real;
  }

  @Override
  public void before(String point, Object[] arguments) {}

  @Override
  public synchronized void after(String point, Object[] arguments, Object result) {
    switch (point) {
      case "WorkQueue.claim" ->
          ((List<?>) result).forEach(claim -> claimed.add(((Claim) claim).token().value()));
      case "WorkQueue.voidClaims" -> left = 0;
      case "Checkpoints.acknowledge" ->
          ((List<?>) arguments[2])
              .forEach(done -> claimed.remove(((ClaimResult) done).token().value()));
      case "ChunkIndex.apply" ->
          live +=
              ((List<?>) arguments[1])
                  .stream().filter(change -> ((IndexSwitch) change).promoted() != null).count();
      default -> {}
    }
  }

  synchronized boolean busy() {
    return claimed.size() + left > 0 && live > 0;
  }

  @Override
  public synchronized String toString() {
    return "%d %d".formatted(claimed.size() + left, live);
  }
}

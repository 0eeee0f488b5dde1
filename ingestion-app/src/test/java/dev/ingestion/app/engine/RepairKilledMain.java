package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Repairs in a process of its own and freezes when a place is reached for a given time, so that it
 * can be killed just there. Arguments: data root, place, times.
 */
public final class RepairKilledMain {
  private RepairKilledMain() {}

  public static void main(String[] args) {
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[2]));
    Watcher watcher =
        new Watcher() {
          @Override
          public void before(String point, Object[] arguments) {
            reach(point + ":before");
          }

          @Override
          public void after(String point, Object[] arguments, Object result) {
            reach(point + ":after");
          }

          private void reach(String place) {
            if (place.equals(args[1]) && left.decrementAndGet() == 0) {
              freeze();
            }
          }
        };
    Between between =
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            return WatchedPort.of(type, real, watcher);
          }
        };
    try (Workbench bench =
        Workbench.open(
            Path.of(args[0]), new HashingEmbeddingModel(), between, KilledMain.SMALL_STEPS)) {
      System.out.println("ENDED " + bench.repair());
    }
  }

  /** Whoever reads this line kills the process. */
  private static void freeze() {
    System.out.println("NOW");
    System.out.flush();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.ingestion.app.engine;

import dev.ingestion.adapters.fs.SteppedSnapshots;
import dev.ingestion.adapters.lucene.SteppedIndex;
import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.testkit.CrashPoints;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Goes on with a {@link WalkedLife} in a process of its own and dies on the way. Arguments: the
 * life's folder, claims that its dead process left, documents live, the order of flush and
 * acknowledge ({@code right} or {@code wrong}), and how to die: {@code never}, {@code within}
 * microseconds, or {@code at} a point, {@code busy} or {@code any} time, and which of these.
 */
public final class WalkedMain {
  private final Claims claims;
  private final Between order;
  private final CrashPoints points;
  private final Map<String, int[]> counts = new TreeMap<>();
  private final String[] death;
  private int seen;
  private WalkStep step = WalkStep.FIRST;

  private WalkedMain(String[] args) {
    this.claims = new Claims(Integer.parseInt(args[1]), Long.parseLong(args[2]));
    this.order = args[3].equals("wrong") ? new AcknowledgeFirst() : Between.NOTHING;
    this.death = Arrays.copyOfRange(args, 4, args.length);
    this.points = new CrashPoints(this::reached);
  }

  public static void main(String[] args) throws Exception {
    new WalkedMain(args).run(new WalkedLife(Path.of(args[0])));
  }

  private void run(WalkedLife life) throws Exception {
    long begin = System.nanoTime();
    SteppedDatabase.install(points::reach);
    begin(life.left().get(0));
    if (death[0].equals("within")) {
      dieWithin(Long.parseLong(death[1]));
    }
    try (Workbench bench = life.open(between(life))) {
      System.out.println("STARTED " + (System.nanoTime() - begin) / 1_000);
      for (WalkStep next : life.left()) {
        begin(next);
        life.run(next, bench);
        System.out.println("STEP " + next + " " + (System.nanoTime() - begin) / 1_000);
      }
    }
    tell();
  }

  private Between between(WalkedLife life) {
    DataRoot root = new DataRoot(life.data());
    return new Between() {
      @Override
      public <T> T port(Class<T> type, T real) {
        T stepped = real;
        if (type == PersistenceStore.class) {
          stepped = type.cast(SteppedSnapshots.store(root, points::reach));
        } else if (type == ChunkIndex.class) {
          stepped = type.cast(SteppedIndex.index(root, points::reach));
        }
        return points.port(type, claims.port(type, order.port(type, stepped)));
      }
    };
  }

  private synchronized void begin(WalkStep next) {
    step = next;
  }

  /** A line for each step and each point in it, with all its times and those that were busy. */
  private synchronized void tell() {
    counts.forEach((point, n) -> System.out.println("POINT " + point + " " + n[0] + " " + n[1]));
  }

  private synchronized void reached(String point) {
    boolean busy = claims.busy();
    int[] count = counts.computeIfAbsent(step + " " + point, key -> new int[2]);
    count[0]++;
    count[1] += busy ? 1 : 0;
    if (death[0].equals("at") && point.equals(death[1]) && (busy || death[2].equals("any"))) {
      seen++;
      if (seen == Integer.parseInt(death[3])) {
        die();
      }
    }
  }

  private void dieWithin(long micros) {
    Thread killer =
        new Thread(
            () -> {
              try {
                if (!new CountDownLatch(1).await(micros, TimeUnit.MICROSECONDS)) {
                  die();
                }
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    killer.setDaemon(true);
    killer.start();
  }

  private void die() {
    System.out.println("HALTED " + claims);
    System.out.flush();
    CrashPoints.halt();
  }
}

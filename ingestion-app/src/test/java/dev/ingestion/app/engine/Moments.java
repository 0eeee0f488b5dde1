package dev.ingestion.app.engine;

import dev.ingestion.adapters.lucene.SteppedIndex;
import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.CrashPoints;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Counts the moments at which the engine's threads come by a port, or by a step on disk of the
 * database and the index, and lets a test act at one of them, on the thread that comes by.
 * Thread-safe.
 */
final class Moments implements AutoCloseable {
  private final AtomicLong passed = new AtomicLong();
  private final boolean alsoOnDisk;
  private volatile long wanted;
  private volatile Consumer<String> act = point -> {};

  /**
   * Databases that this process opens from now on are counted, too.
   *
   * @param alsoOnDisk whether steps on disk count; else only calls of ports do
   */
  Moments(boolean alsoOnDisk) {
    this.alsoOnDisk = alsoOnDisk;
    SteppedDatabase.installInFiles(this::comeByOnDisk);
  }

  /** Counts from the beginning; the moment comes once at most. */
  void wait(long moment, Consumer<String> todo) {
    wanted = 0;
    act = todo;
    passed.set(0);
    wanted = moment;
  }

  /** Moments that have passed since counting began. */
  long passed() {
    return passed.get();
  }

  Between around(DataRoot root) {
    ChunkIndex index = SteppedIndex.index(root, this::comeByOnDisk);
    CrashPoints points = new CrashPoints(this::comeBy);
    return new PlainText(
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            // also where it stands among what is closed in the end
            return points.port(type, real instanceof ChunkIndex ? type.cast(index) : real);
          }
        });
  }

  private void comeByOnDisk(String point) {
    if (alsoOnDisk) {
      comeBy(point);
    }
  }

  private void comeBy(String point) {
    if (passed.incrementAndGet() == wanted) {
      act.accept(point);
    }
  }

  @Override
  public void close() {
    SteppedDatabase.installInFiles(point -> {});
  }
}

package dev.ingestion.app.engine;

import dev.ingestion.adapters.fs.SteppedSnapshots;
import dev.ingestion.adapters.lucene.SteppedIndex;
import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A disk for database, index and snapshots that runs full at one step, and stays full until it is
 * given space. Only deletions go on. Thread-safe.
 */
final class LimitedDisk implements DiskStep, AutoCloseable {
  private final AtomicLong steps = new AtomicLong();
  private final Set<String> met = ConcurrentHashMap.newKeySet();
  private volatile long fullAt;

  /** Databases that this process opens from now on are on this disk. */
  LimitedDisk() {
    giveSpace();
    SteppedDatabase.installInFiles(this);
  }

  @Override
  public void at(String point) throws IOException {
    met.add(point);
    if (!point.endsWith(":after")
        && !point.contains("delete")
        && steps.incrementAndGet() > fullAt) {
      throw new IOException("No space left on device");
    }
  }

  /** Puts index and snapshots of a data root on this disk. */
  Between holding(DataRoot root) {
    ChunkIndex index = SteppedIndex.index(root, this);
    PersistenceStore snapshots = SteppedSnapshots.store(root, this);
    return new PlainText(
        new Between() {
          @Override
          public <T> T port(Class<T> type, T real) {
            if (type == PersistenceStore.class) {
              return type.cast(snapshots);
            }
            // also where it stands among what is closed in the end
            return real instanceof ChunkIndex ? type.cast(index) : real;
          }
        });
  }

  void giveSpace() {
    fullAt = Long.MAX_VALUE;
  }

  /** Has space for that many steps from now on. */
  void limit(long more) {
    steps.set(0);
    fullAt = more;
  }

  /** Every step that was come by so far. */
  Set<String> met() {
    return Set.copyOf(met);
  }

  /** Steps since the limit was set last. */
  long steps() {
    return steps.get();
  }

  @Override
  public void close() {
    SteppedDatabase.installInFiles(point -> {});
  }
}

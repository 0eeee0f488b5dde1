package dev.ingestion.adapters.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database file from growing with every commit. A commit appends the pages it changed;
 * what is still valid between the replaced ones has to be rewritten before their space can be used
 * again. H2 has a thread for that, but not with {@code WRITE_DELAY=0}.
 *
 * <p>Also sees to it that the disk is never far behind, since H2 uses space again after its
 * retention time on the assumption that what replaced it is on the disk by then.
 */
final class Housekeeping implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

  private static final long INTERVAL_MILLIS = 500;

  /** Per cent of the file in use below which it is worth rewriting. */
  private static final int FILL_RATE = 60;

  /** Most to rewrite at once: commits wait meanwhile. */
  private static final int WRITE_BYTES = 4 * 1024 * 1024;

  private final DataSource pool;
  private final ScheduledExecutorService thread;
  private boolean failing;

  private Housekeeping(DataSource pool) {
    this.pool = pool;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "database-housekeeping");
              made.setDaemon(true);
              return made;
            });
  }

  static Housekeeping start(DataSource pool) {
    Housekeeping housekeeping = new Housekeeping(pool);
    ScheduledFuture<?> unused =
        housekeeping.thread.scheduleWithFixedDelay(
            housekeeping::tidy, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    return housekeeping;
  }

  /** Does not interrupt: H2 would lose its file. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("The database file is still being tidied; it is closed all the same");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is thrown here would be the last that is heard of the thread. */
  private void tidy() {
    try (Connection connection = pool.getConnection()) {
      MVStore store = H2Session.of(connection).store();
      store.sync();
      store.compact(FILL_RATE, WRITE_BYTES);
      failing = false;
    } catch (SQLException | RuntimeException | Error e) {
      // Whoever writes next hears of it too; once is enough here.
      if (!failing) {
        log.warn("The database file cannot be tidied; it grows until that works again", e);
      }
      failing = true;
    }
  }
}

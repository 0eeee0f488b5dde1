package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.workers.pipeline.SourceComparison.LedgerPages;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a page of the ledger on another thread while the one before it is held against the source,
 * so that folder and database are waited for together. Used by one thread, which closes it; when
 * that returns, no thread of it runs any more.
 */
final class PagesAhead implements LedgerPages, AutoCloseable {
  private static final Duration FOREVER = Duration.ofDays(1);

  private final JobRuntime job;
  private final Threads threads;
  private final LedgerPages pages;
  private @Nullable Reading next;

  PagesAhead(JobRuntime job, Threads threads, LedgerPages pages) {
    this.job = job;
    this.threads = threads;
    this.pages = pages;
  }

  @Override
  public List<LedgerDocument> page(@Nullable String after, int limit) {
    Reading ahead = next;
    next = null;
    List<LedgerDocument> page = ahead == null ? null : ahead.finish(after, limit);
    if (page == null) {
      page = pages.page(after, limit);
    }
    if (page.size() == limit) {
      next = new Reading(page.get(limit - 1).key().path(), limit);
    }
    return page;
  }

  @Override
  public void close() {
    Reading ahead = next;
    if (ahead != null) {
      ahead.await();
    }
  }

  /** Of one page, begun when it is made. */
  private final class Reading {
    private final String after;
    private final int limit;
    private final Threads.Worker worker;

    /** Null until it is read, and if it could not be. */
    private volatile @Nullable List<LedgerDocument> read;

    Reading(String after, int limit) {
      this.after = after;
      this.limit = limit;
      this.worker =
          threads.start("ledger-" + job.kb(), () -> Correlation.during(job, this::readNow));
    }

    private void readNow() {
      try {
        read = pages.page(after, limit);
      } catch (RuntimeException e) {
        read = null; // whoever wants it reads it again, and meets what is wrong
      }
    }

    void await() {
      while (!worker.join(FOREVER)) {
        // a read ends within the limits of the database, and is never interrupted
      }
    }

    /**
     * @return null if it is another page, or could not be read
     */
    @Nullable List<LedgerDocument> finish(@Nullable String wanted, int most) {
      await();
      return after.equals(wanted) && limit == most ? read : null;
    }
  }
}

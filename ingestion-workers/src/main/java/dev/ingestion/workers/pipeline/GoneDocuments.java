package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.job.JobError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Documents that the ledger knows and the source does not list any more, and whether they may be
 * removed. Keeps eight bytes for each, and none beyond what could be removed. Used by one thread.
 */
public final class GoneDocuments {
  /** A knowledge base of fewer documents may lose most of them without being asked. */
  static final long SMALL = 20;

  private static final int REMOVED_A_STEP = 500;

  private final long total;
  private final boolean allowed;
  private long[] ids = new long[16];
  private int kept;
  private long count;

  /**
   * @param total documents of the whole knowledge base
   * @param allowed whether any number may be removed
   */
  public GoneDocuments(long total, boolean allowed) {
    this.total = total;
    this.allowed = allowed;
  }

  public void add(long id) {
    count++;
    if (!tooMany()) {
      if (kept == ids.length) {
        ids = Arrays.copyOf(ids, kept * 2);
      }
      ids[kept++] = id;
    }
  }

  /**
   * @param listed documents that the source does list
   * @return why nothing is removed; null if removal is in order
   */
  public @Nullable JobError refusal(long listed, String root) {
    if (allowed || count == 0 || (listed > 0 && !tooMany())) {
      return null;
    }
    String what =
        listed == 0
            ? "The source %s lists no document, but %d are known from it".formatted(root, count)
            : "%d of the knowledge base's %d documents are gone from %s"
                .formatted(count, total, root);
    return new JobError(
        ErrorCode.MASS_DELETE_REFUSED,
        what
            + ". Nothing was removed. If that is what you want, start it again and allow a mass delete;"
            + " if not, bring the documents back and start it again.");
  }

  /** Hands over the ids in steps. */
  public void forEachStep(Consumer<List<Long>> remove) {
    for (int from = 0; from < kept; from += REMOVED_A_STEP) {
      List<Long> step = new ArrayList<>();
      for (int i = from; i < Math.min(kept, from + REMOVED_A_STEP); i++) {
        step.add(ids[i]);
      }
      remove.accept(step);
    }
  }

  private boolean tooMany() {
    return !allowed && total >= SMALL && count * 2 > total;
  }
}

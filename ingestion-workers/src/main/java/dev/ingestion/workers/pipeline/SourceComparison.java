package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceListing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a source's listing and the ledger side by side, in their common order and in constant
 * memory, and says at each path what stands on either side. Used by one thread.
 */
public final class SourceComparison implements AutoCloseable {
  private static final int PAGE = 1_000;

  private final SourceListing listing;
  private final LedgerPages ledger;

  private final Deque<LedgerDocument> page = new ArrayDeque<>();
  private @Nullable String lastRead;
  private boolean ledgerEnded;
  private SourceListing.@Nullable Entry entry;
  private boolean listingEnded;
  private SourceListing.Entry.@Nullable Unlistable unlistable;

  public SourceComparison(SourceListing listing, LedgerPages ledger) {
    this.listing = listing;
    this.ledger = ledger;
  }

  /** Reads the ledger's documents of the source, page by page. */
  @FunctionalInterface
  public interface LedgerPages {
    /**
     * @param after the path to begin behind; null to begin with the first
     * @return at most {@code limit} documents in path order; fewer only at the end
     */
    List<LedgerDocument> page(@Nullable String after, int limit);
  }

  /** What stands at a path. */
  public sealed interface Difference {
    /** The source lists it; {@code known} is null if the ledger has never seen it. */
    record Listed(SourceListing.Entry.Document entry, @Nullable LedgerDocument known)
        implements Difference {}

    /** The source has something there that will not be read. */
    record Refused(SourceListing.Entry.Refused entry, @Nullable LedgerDocument known)
        implements Difference {}

    /** The source has a subtree there that could not be listed. */
    record Unlistable(SourceListing.Entry.Unlistable entry, @Nullable LedgerDocument known)
        implements Difference {}

    /** The ledger knows it, the source does not list it any more. */
    record Gone(LedgerDocument known) implements Difference {}

    /** The ledger knows it, and its subtree could not be listed: nothing can be said of it. */
    record Unknown(LedgerDocument known, SourceListing.Entry.Unlistable subtree)
        implements Difference {}
  }

  /**
   * Walks both sides to their ends.
   *
   * @param stop asked before each step, ends the walk early
   */
  public void forEach(BooleanSupplier stop, Consumer<Difference> visitor) {
    Optional<Difference> next = Optional.empty();
    do {
      next.ifPresent(visitor);
      next = stop.getAsBoolean() ? Optional.empty() : next();
    } while (next.isPresent());
  }

  /** What stands at the next path, empty at the end of both sides. */
  public Optional<Difference> next() {
    SourceListing.Entry listed = peekEntry();
    LedgerDocument known = peekLedger();
    if (listed == null && known == null) {
      return Optional.empty();
    }
    if (listed == null) {
      return Optional.of(unlisted(page.remove()));
    }
    int order =
        known == null ? -1 : DocumentKey.PATH_ORDER.compare(listed.path(), known.key().path());
    if (order > 0) {
      return Optional.of(unlisted(page.remove()));
    }
    entry = null;
    return Optional.of(difference(listed, order == 0 ? page.remove() : null));
  }

  private Difference difference(SourceListing.Entry listed, @Nullable LedgerDocument known) {
    if (listed instanceof SourceListing.Entry.Document document) {
      return new Difference.Listed(document, known);
    }
    if (listed instanceof SourceListing.Entry.Refused refused) {
      return new Difference.Refused(refused, known);
    }
    SourceListing.Entry.Unlistable subtree = (SourceListing.Entry.Unlistable) listed;
    unlistable = subtree;
    return new Difference.Unlistable(subtree, known);
  }

  private Difference unlisted(LedgerDocument known) {
    SourceListing.Entry.Unlistable subtree = unlistable;
    return subtree != null && known.key().path().startsWith(subtree.path())
        ? new Difference.Unknown(known, subtree)
        : new Difference.Gone(known);
  }

  private SourceListing.@Nullable Entry peekEntry() {
    if (entry == null && !listingEnded) {
      entry = listing.next().orElse(null);
      listingEnded = entry == null;
    }
    return entry;
  }

  private @Nullable LedgerDocument peekLedger() {
    if (page.isEmpty() && !ledgerEnded) {
      List<LedgerDocument> read = ledger.page(lastRead, PAGE);
      page.addAll(read);
      ledgerEnded = read.size() < PAGE;
      if (!read.isEmpty()) {
        lastRead = read.get(read.size() - 1).key().path();
      }
    }
    return page.peek();
  }

  @Override
  public void close() {
    listing.close();
  }
}

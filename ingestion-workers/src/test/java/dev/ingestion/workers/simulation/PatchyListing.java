package dev.ingestion.workers.simulation;

import dev.ingestion.ports.out.SourceListing;
import java.util.Optional;

/** A listing that may not look into one of its folders. */
final class PatchyListing implements SourceListing {
  private static final String FOLDER = "c/";

  private final SourceListing listing;
  private boolean told;

  PatchyListing(SourceListing listing) {
    this.listing = listing;
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> next = listing.next();
    while (next.isPresent() && next.get().path().startsWith(FOLDER)) {
      if (!told) {
        told = true;
        return Optional.of(new Entry.Unlistable(FOLDER, "Permission denied"));
      }
      next = listing.next();
    }
    return next;
  }

  @Override
  public void close() {
    listing.close();
  }
}

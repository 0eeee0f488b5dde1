package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.SourceListing;
import java.util.Optional;

/** A listing whose calls are interrupted if they keep their job from stopping. */
record InterruptibleListing(SourceListing listing, InterruptibleCalls calls)
    implements SourceListing {

  static InterruptibleListing of(DocumentSource source, InterruptibleCalls calls) {
    return new InterruptibleListing(calls.call(source::list), calls);
  }

  @Override
  public Optional<Entry> next() {
    return calls.call(listing::next);
  }

  @Override
  public void close() {
    listing.close();
  }
}

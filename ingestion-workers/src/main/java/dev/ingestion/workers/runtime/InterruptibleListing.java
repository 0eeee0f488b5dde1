package dev.ingestion.workers.runtime;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.util.Optional;

/**
 * A listing whose calls are interrupted if they keep their job from stopping. Nothing is made of
 * what comes of an interrupted call: it may say that something cannot be read which can.
 */
record InterruptibleListing(SourceListing listing, InterruptibleCalls calls)
    implements SourceListing {

  static InterruptibleListing of(DocumentSource source, InterruptibleCalls calls) {
    SourceListing listing = calls.call(source::list);
    try {
      calls.requireUninterrupted();
    } catch (InterruptedCallException e) {
      listing.close();
      throw e;
    }
    return new InterruptibleListing(listing, calls);
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> entry = calls.call(listing::next);
    calls.requireUninterrupted();
    return entry;
  }

  @Override
  public void close() {
    listing.close();
  }
}

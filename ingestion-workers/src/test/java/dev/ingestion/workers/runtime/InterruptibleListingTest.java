package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.workers.runtime.InterruptibleCalls.InterruptedCallException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** A source need not throw when it is interrupted: it may report what it could not list. */
class InterruptibleListingTest {
  private final InterruptibleCalls calls = new InterruptibleCalls(new ReentrantLock());
  private final Source source = new Source();

  @Test
  void nothingIsMadeOfAnEntryThatCameOfAnInterruptedCall() {
    InterruptibleListing listing = InterruptibleListing.of(source, calls);
    assertThat(listing.next()).isPresent();

    calls.interrupt();

    assertThatThrownBy(listing::next).isInstanceOf(InterruptedCallException.class);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void aListingThatCameOfAnInterruptedCallIsClosed() {
    calls.interrupt();

    assertThatThrownBy(() -> InterruptibleListing.of(source, calls))
        .isInstanceOf(InterruptedCallException.class);
    assertThat(source.open).isZero();
  }

  private static final class Source implements DocumentSource {
    private int open;

    @Override
    public SourceListing list() {
      open++;
      return new SourceListing() {
        @Override
        public Optional<Entry> next() {
          return Optional.of(new Entry.Unlistable("a", "It was interrupted"));
        }

        @Override
        public void close() {
          open--;
        }
      };
    }

    @Override
    public FetchedDocument fetch(String path) {
      throw new AssertionError("Nothing is fetched");
    }
  }
}

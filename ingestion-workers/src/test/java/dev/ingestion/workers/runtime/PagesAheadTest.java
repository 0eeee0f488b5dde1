package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.LedgerDocument.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PagesAheadTest {
  private static final List<LedgerDocument> LEDGER =
      Stream.of("a", "b", "c", "d", "e").map(PagesAheadTest::document).toList();

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch readAhead = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private final PagesAhead pages =
      new PagesAhead(LookAheadTest.job(), new MachineThreads(), this::read);

  @Test
  void theNextPageIsReadBeforeItIsAskedFor() throws Exception {
    mayEnd.countDown();
    assertThat(paths(null)).containsExactly("a", "b");
    readAhead.await();

    assertThat(asked).containsExactly("", "b");
    assertThat(paths("b")).containsExactly("c", "d");
    assertThat(paths("d")).containsExactly("e");
    pages.close();
    assertThat(asked).containsExactly("", "b", "d");
  }

  @Test
  void anotherPageThanTheNextIsReadAllTheSame() {
    mayEnd.countDown();
    paths(null);

    assertThat(paths("c")).containsExactly("d", "e");
    pages.close();
  }

  @Test
  void aPageThatCouldNotBeReadAheadIsReadWhenItIsAskedFor() throws Exception {
    failures.set(1);
    paths(null);
    mayEnd.countDown();

    assertThat(paths("b")).containsExactly("c", "d");
    pages.close();
    assertThat(asked).startsWith("", "b", "b");
  }

  @Test
  void aPageThatCannotBeReadFailsWhereItIsAskedFor() throws Exception {
    failures.set(2);
    paths(null);
    mayEnd.countDown();

    assertThatThrownBy(() -> paths("b")).isInstanceOf(IngestionException.class);
    pages.close();
  }

  @Test
  void closingWaitsForWhatIsBeingRead() throws Exception {
    paths(null);
    readAhead.await();
    Thread closing = Thread.currentThread();
    CompletableFuture<Void> release =
        CompletableFuture.runAsync(
            () -> {
              while (closing.getState() == Thread.State.RUNNABLE) {
                Thread.onSpinWait();
              }
              mayEnd.countDown();
            });
    pages.close();

    assertThat(ended).hasValue(2);
    release.join();
  }

  private List<String> paths(@Nullable String after) {
    return pages.page(after, 2).stream().map(document -> document.key().path()).toList();
  }

  private List<LedgerDocument> read(@Nullable String after, int limit) {
    asked.add(Objects.requireNonNullElse(after, ""));
    if (after != null) {
      readAhead.countDown();
      await();
      if (failures.getAndDecrement() > 0) {
        throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "It cannot be read");
      }
    }
    ended.incrementAndGet();
    return LEDGER.stream()
        .filter(document -> after == null || document.key().path().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  private void await() {
    try {
      mayEnd.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LedgerDocument document(String path) {
    return new LedgerDocument(
        1,
        new DocumentKey(SourceName.DEFAULT, path),
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        Outcome.INDEXED,
        new JobId("job"),
        null,
        null,
        "",
        "",
        0);
  }
}

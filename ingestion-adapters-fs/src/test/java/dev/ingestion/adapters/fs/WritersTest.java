package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.fs.Writers.Turn;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WritersTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("inbox");
  private static final KnowledgeBaseId OTHER = new KnowledgeBaseId("other");

  /** A shared pool may have one thread only, and those here wait for each other. */
  private static final Executor THREADS = task -> new Thread(task, "writer").start();

  private final Writers writers = new Writers();

  @Test
  void whoeverWritesForAnotherKnowledgeBaseWaitsForNobody() throws Exception {
    try (Turn ours = writers.await(KB)) {
      CompletableFuture.runAsync(() -> writers.await(OTHER).close(), THREADS)
          .get(1, TimeUnit.MINUTES);

      assertThat(ours.isAwaited()).isFalse();
    }
  }

  @Test
  void nothingIsKeptOfAKnowledgeBaseThatNobodyWritesForAnyMore() {
    for (int i = 0; i < 100; i++) {
      try (Turn turn = writers.await(new KnowledgeBaseId("kb-" + i))) {
        assertThat(turn.isAwaited()).isFalse();
        assertThat(writers.size()).isEqualTo(1);
      }
    }

    assertThat(writers.size()).isZero();
  }

  /** If the first one to leave took the lock with it, the third would not wait for the second. */
  @Test
  void whoeverComesWhenTheFirstHasLeftWaitsForTheSecond() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch entered = new CountDownLatch(1);
    Turn first = writers.await(KB);
    CompletableFuture<Void> second =
        CompletableFuture.runAsync(
            () -> {
              try (Turn turn = writers.await(KB)) {
                entered.countDown();
                awaitIn(turn, done);
              }
            },
            THREADS);
    Awaitility.await().until(first::isAwaited);
    first.close();
    assertThat(entered.await(1, TimeUnit.MINUTES)).isTrue();

    CompletableFuture<Void> third =
        CompletableFuture.runAsync(() -> writers.await(KB).close(), THREADS);
    Awaitility.await().until(() -> first.isAwaited() || third.isDone());
    assertThat(third).as("it came in beside the second").isNotDone();
    done.countDown();

    CompletableFuture.allOf(second, third).get(1, TimeUnit.MINUTES);
    assertThat(writers.size()).isZero();
  }

  private static void awaitIn(Turn turn, CountDownLatch done) {
    try {
      done.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("Nobody interrupts " + turn, e);
    }
  }
}

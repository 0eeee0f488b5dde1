package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.adapters.lucene.Turns.Turn;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");

  /** A shared pool may have one thread only, and those here wait for each other. */
  private static final Executor THREADS = task -> new Thread(task, "opener").start();

  private final Turns turns = new Turns();

  @Test
  void nothingIsKeptOfAKnowledgeBaseThatNobodyHas() {
    try (Turn outer = turns.await(KB);
        Turn inner = turns.await(KB)) {
      assertThat(inner).as("a turn within a turn is the same").isSameAs(outer);
      assertThat(turns.size()).isEqualTo(1);
    }

    assertThat(turns.size()).isZero();
  }

  @Test
  void whoeverWaitsHasItOnceTheOuterTurnIsOver() throws Exception {
    Turn outer = turns.await(KB);
    turns.await(KB).close();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> turns.await(KB).close(), THREADS);
    Awaitility.await().until(() -> outer.isAwaited() || other.isDone());
    assertThat(other).as("it came in beside the first").isNotDone();

    outer.close();
    other.get(1, TimeUnit.MINUTES);
    assertThat(turns.size()).isZero();
  }

  @Test
  void whoeverHasAnotherKnowledgeBaseWaitsForNobody() throws Exception {
    try (Turn ours = turns.await(KB)) {
      CompletableFuture.runAsync(() -> turns.await(new KnowledgeBaseId("other")).close(), THREADS)
          .get(1, TimeUnit.MINUTES);

      assertThat(ours.isAwaited()).isFalse();
    }
  }
}

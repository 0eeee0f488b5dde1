package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import dev.ingestion.adapters.onnx.SessionPool.Work;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionPoolTest {
  @TempDir Path folder;

  // Not the common pool: with two cores that has one thread, and JDK 25 starts no other beside it.
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private SessionPool pool;

  @BeforeEach
  void makePool() {
    pool = new SessionPool(new NativeLibraries(new DataRoot(folder)), new OnnxConfig(2));
  }

  @AfterEach
  void closePool() {
    threads.shutdownNow();
    pool.close();
  }

  @Test
  void aSessionIsUsedAgain() {
    OrtSession first = pool.use(session -> session);

    assertThat(pool.<OrtSession>use(session -> session)).isSameAs(first);
  }

  @Test
  void twoAtOnceHaveASessionEachAndAThirdWaits() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<OrtSession> first = hold(inside, go);
    CompletableFuture<OrtSession> second = hold(inside, go);
    inside.await();
    CompletableFuture<OrtSession> third =
        CompletableFuture.supplyAsync(() -> pool.use(s -> s), threads);

    assertThat(third).isNotDone();
    go.countDown();
    assertThat(first.get()).isNotSameAs(second.get());
    assertThat(third.get()).isIn(first.get(), second.get());
  }

  @Test
  void closingWaitsForWhoIsInsideAndRefusesWhoComesAfter() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<OrtSession> user = hold(inside, go);
    inside.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(pool::close, threads);

    assertThat(closing).isNotDone();
    go.countDown();
    assertThat(user).succeedsWithin(Duration.ofSeconds(30));
    assertThat(closing).succeedsWithin(Duration.ofSeconds(30));
    assertUnavailable();
  }

  @Test
  void aWaitCanBeInterrupted() {
    Thread.currentThread().interrupt();

    assertUnavailable();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void theWorkOfOneCallKeepsAllSessionsBusy() {
    CyclicBarrier twoAtOnce = new CyclicBarrier(2);
    Work<Integer> piece = session -> meet(twoAtOnce);

    assertThat(pool.useForEach(List.of(piece, piece, piece, piece))).hasSize(4);
  }

  @Test
  void resultsStandInTheOrderOfTheWork() {
    List<Work<Integer>> pieces =
        IntStream.range(0, 100).<Work<Integer>>mapToObj(i -> session -> i).toList();

    assertThat(pool.useForEach(pieces)).isEqualTo(IntStream.range(0, 100).boxed().toList());
    assertThat(pool.useForEach(List.of())).isEmpty();
  }

  @Test
  void whoWaitsComesBeforeTheRestOfACallThatHasASessionAnyway() throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    CountDownLatch callerGoesOn = new CountDownLatch(1);
    CountDownLatch helperGoesOn = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    AtomicReference<Thread> caller = new AtomicReference<>();
    Work<Integer> piece =
        session -> {
          inside.countDown();
          awaitUninterrupted(Thread.currentThread() == caller.get() ? callerGoesOn : helperGoesOn);
          return begun.incrementAndGet();
        };
    CompletableFuture<List<Integer>> call =
        CompletableFuture.supplyAsync(
            () -> {
              caller.set(Thread.currentThread());
              return pool.useForEach(List.of(piece, piece, piece));
            },
            threads);
    inside.await();
    Thread waiting = new Thread(() -> pool.use(session -> session));
    waiting.start();
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    helperGoesOn.countDown();
    waiting.join();
    assertThat(begun).as("the helper has done one piece and no other").hasValue(1);
    callerGoesOn.countDown();
    assertThat(call.get()).hasSize(3);
  }

  @Test
  void aPieceThatFailsFailsTheCallAndKeepsNoSession() {
    IngestionException failure = new IngestionException(ErrorCode.INTERNAL_ERROR, "that fails");
    Work<Integer> fails =
        session -> {
          throw failure;
        };

    assertThatThrownBy(() -> pool.useForEach(List.of(session -> 1, fails, session -> 3)))
        .isSameAs(failure);
    assertThat(pool.useForEach(List.of(session -> 1, session -> 2))).containsExactly(1, 2);
  }

  @Test
  void aCallCanBeInterruptedWhileOthersHelpIt() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicReference<Thread> caller = new AtomicReference<>();
    Work<Integer> piece =
        session -> {
          if (Thread.currentThread() != caller.get()) {
            inside.countDown();
            awaitUninterrupted(go);
          } else {
            while (inside.getCount() > 0) {
              Thread.onSpinWait(); // which an interrupt does not end
            }
          }
          return 0;
        };
    CompletableFuture<List<Integer>> call =
        CompletableFuture.supplyAsync(
            () -> {
              caller.set(Thread.currentThread());
              return pool.useForEach(List.of(piece, piece));
            },
            threads);
    inside.await();

    caller.get().interrupt();

    try {
      assertThat(call)
          .failsWithin(Duration.ofSeconds(30))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining("interrupted");
    } finally {
      go.countDown();
    }
  }

  private CompletableFuture<OrtSession> hold(CountDownLatch inside, CountDownLatch go) {
    return CompletableFuture.supplyAsync(
        () ->
            pool.use(
                session -> {
                  inside.countDown();
                  awaitUninterrupted(go);
                  return session;
                }),
        threads);
  }

  private static int meet(CyclicBarrier barrier) {
    try {
      return barrier.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> pool.use(session -> session))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_UNAVAILABLE));
  }
}

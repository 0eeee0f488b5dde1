package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtSession;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

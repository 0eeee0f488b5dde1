package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MachineThreadsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Threads threads = new MachineThreads();
  private final Signal signal = threads.signal();
  private final AtomicBoolean happened = new AtomicBoolean();

  @Test
  void anInterruptFromElsewhereEndsNoWaitOfAThreadOfTheEngine() {
    CompletableFuture<Thread> waiting = new CompletableFuture<>();
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Threads.Worker worker =
        threads.start(
            "waits",
            () -> {
              waiting.complete(Thread.currentThread());
              boolean came = signal.await(LONG, happened::get);
              outcome.complete(came + ", interrupted " + Thread.currentThread().isInterrupted());
            });
    waiting.join().interrupt();

    assertThat(worker.join(Duration.ofMillis(20))).isFalse();
    happened.set(true);
    signal.raise();

    assertThat(worker.join(LONG)).isTrue();
    assertThat(outcome.join()).isEqualTo("true, interrupted false");
  }

  @Test
  void anyOtherThreadWakesEarlyWithItsInterruptSetAgain() {
    Thread.currentThread().interrupt();

    assertThat(signal.await(LONG, happened::get)).isFalse();

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aThreadThatWaitsForAnotherToEndIsNotKeptFromItByAnInterrupt() {
    Threads.Worker awaited = threads.start("awaited", () -> signal.await(LONG, happened::get));
    CompletableFuture<Thread> joining = new CompletableFuture<>();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    threads.start(
        "joins",
        () -> {
          joining.complete(Thread.currentThread());
          ended.complete(awaited.join(LONG));
        });
    joining.join().interrupt();

    happened.set(true);
    signal.raise();

    assertThat(ended.join()).isTrue();
  }
}

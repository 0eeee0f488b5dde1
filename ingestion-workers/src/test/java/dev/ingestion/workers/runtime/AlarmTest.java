package dev.ingestion.workers.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

class AlarmTest {
  private static final Duration LONG = Duration.ofDays(1);

  private final CountingThreads threads = new CountingThreads();
  private final AtomicInteger rung = new AtomicInteger();
  private final CountDownLatch once = new CountDownLatch(1);
  private final CountDownLatch twice = new CountDownLatch(2);
  private final Alarm alarm =
      new Alarm(
          "alarm",
          threads,
          () -> {
            rung.incrementAndGet();
            once.countDown();
            twice.countDown();
          });

  @Test
  void ringsAtTheEarliestTimeItWasSetTo() throws InterruptedException {
    alarm.setWithin(LONG);
    alarm.setWithin(Duration.ofMillis(1));
    alarm.setWithin(LONG);

    assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void oneThreadWaitsHoweverOftenItIsSet() {
    for (int i = 0; i < 100; i++) {
      alarm.setWithin(LONG.minusMillis(i));
    }

    assertThat(threads.started).containsExactly("alarm");
    assertThat(rung).hasValue(0);
  }

  @Test
  void canBeSetAgainOnceItHasRung() throws InterruptedException {
    alarm.setWithin(Duration.ZERO);
    assertThat(once.await(10, TimeUnit.SECONDS)).isTrue();

    alarm.setWithin(Duration.ZERO);

    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
  }

  /** Those of the machine, and the names of those that were started. */
  private static final class CountingThreads implements Threads {
    private final Threads machine = new MachineThreads();
    private final List<String> started = new ArrayList<>();

    @Override
    public Worker start(String name, Runnable body) {
      started.add(name);
      return machine.start(name, body);
    }

    @Override
    public Lock lock() {
      return machine.lock();
    }

    @Override
    public Signal signal() {
      return machine.signal();
    }

    @Override
    public long nanoTime() {
      return machine.nanoTime();
    }

    @Override
    public int parallelism() {
      return machine.parallelism();
    }
  }
}

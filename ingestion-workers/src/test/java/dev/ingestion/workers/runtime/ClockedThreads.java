package dev.ingestion.workers.runtime;

import dev.ingestion.testkit.SettableClock;
import java.util.concurrent.locks.Lock;

/** Threads that are never started, and time that stands until it is moved. */
record ClockedThreads(SettableClock clock) implements Threads {
  private static final Threads MACHINE = new MachineThreads();

  @Override
  public Worker start(String name, Runnable body) {
    throw new AssertionError("No thread is needed");
  }

  @Override
  public Lock lock() {
    return MACHINE.lock();
  }

  @Override
  public Signal signal() {
    return MACHINE.signal();
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public int parallelism() {
    return MACHINE.parallelism();
  }
}

package dev.ingestion.workers.simulation;

import dev.ingestion.workers.runtime.Signal;
import dev.ingestion.workers.runtime.Threads;
import dev.ingestion.workers.simulation.Task.Life;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The threads of one process in the simulated world. */
final class VirtualThreads implements Threads {
  private final Scheduler scheduler;
  private final Life life;
  private final boolean losesWakeUps;

  /**
   * @param losesWakeUps the classic mistake: looks at the condition, and begins to listen
   *     afterwards
   */
  VirtualThreads(Scheduler scheduler, Life life, boolean losesWakeUps) {
    this.scheduler = scheduler;
    this.life = life;
    this.losesWakeUps = losesWakeUps;
  }

  @Override
  public Worker start(String name, Runnable body) {
    Task task = scheduler.start(life, name, body);
    return most -> scheduler.await("join", () -> task.done, after(most));
  }

  @Override
  public Lock lock() {
    return new VirtualLock();
  }

  @Override
  public Signal signal() {
    return new VirtualSignal();
  }

  @Override
  public long nanoTime() {
    return scheduler.nanoTime();
  }

  /** Enough for documents to be read in every order. */
  @Override
  public int parallelism() {
    return 2;
  }

  private long after(Duration time) {
    return scheduler.nanoTime() + Math.max(0, time.toNanos());
  }

  private final class VirtualSignal implements Signal {
    private long raised;
    private int waiting;
    private boolean unseen;

    @Override
    public void raise() {
      raised++;
      unseen = waiting == 0;
    }

    @Override
    public void await(Duration most) {
      scheduler.step("await");
      if (unseen) {
        unseen = false;
      } else {
        awaitRaise(after(most));
      }
    }

    @Override
    public boolean await(Duration most, BooleanSupplier condition) {
      scheduler.step("await a condition");
      long deadline = after(most);
      while (!condition.getAsBoolean() && scheduler.nanoTime() < deadline) {
        if (losesWakeUps) {
          scheduler.step("not listening yet");
        }
        awaitRaise(deadline);
      }
      return condition.getAsBoolean();
    }

    private void awaitRaise(long deadline) {
      long before = raised;
      waiting++;
      scheduler.await("waits", () -> raised != before, deadline);
      waiting--;
    }
  }

  private final class VirtualLock implements Lock {
    private @Nullable Task owner;
    private int holds;

    @Override
    public void lock() {
      scheduler.step("lock");
      Task me = scheduler.running();
      while (owner != null && owner != me) {
        scheduler.await("waits for a lock", () -> owner == null, Task.NEVER);
      }
      owner = me;
      holds++;
    }

    @Override
    public void unlock() {
      if (--holds == 0) {
        owner = null;
      }
    }

    @Override
    public void lockInterruptibly() {
      lock();
    }

    @Override
    public boolean tryLock() {
      throw new UnsupportedOperationException("The engine does not try locks");
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      throw new UnsupportedOperationException("The engine does not try locks");
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException("The engine waits for signals");
    }
  }
}

package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The threads and the clock of the machine. */
public final class MachineThreads implements Threads {
  @Override
  public Worker start(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    thread.start();
    return most -> join(thread, most);
  }

  private static boolean join(Thread thread, Duration most) {
    try {
      thread.join(Math.max(1, most.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  @Override
  public Lock lock() {
    return new ReentrantLock();
  }

  @Override
  public Signal signal() {
    return new MachineSignal();
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public int parallelism() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static final class MachineSignal implements Signal {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long raised;
    private int waiting;
    private boolean unseen;

    @Override
    public void raise() {
      lock.lock();
      try {
        raised++;
        unseen = waiting == 0;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void await(Duration most) {
      lock.lock();
      try {
        if (unseen) {
          unseen = false;
          return;
        }
        awaitRaise(most.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public boolean await(Duration most, BooleanSupplier condition) {
      lock.lock();
      try {
        long left = most.toNanos();
        while (!condition.getAsBoolean() && left > 0) {
          left = awaitRaise(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
      return condition.getAsBoolean();
    }

    /**
     * @return what is left of the time
     */
    private long awaitRaise(long most) throws InterruptedException {
      long before = raised;
      long left = most;
      waiting++;
      try {
        while (raised == before && left > 0) {
          left = changed.awaitNanos(left);
        }
      } finally {
        waiting--;
      }
      return left;
    }
  }
}

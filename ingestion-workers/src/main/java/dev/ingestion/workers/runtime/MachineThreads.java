package dev.ingestion.workers.runtime;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads and the clock of the machine. */
public final class MachineThreads implements Threads {
  private static final Logger log = LoggerFactory.getLogger(MachineThreads.class);
  private static final long NANOS_A_MILLI = 1_000_000;

  @Override
  public Worker start(String name, Runnable body) {
    Thread thread = new EngineThread(body, name);
    thread.setDaemon(true);
    thread.start();
    return most -> join(thread, most);
  }

  private static boolean join(Thread thread, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    long left = most.toNanos();
    try {
      while (thread.isAlive() && left > 0) {
        try {
          thread.join(Math.max(1, left / NANOS_A_MILLI));
        } catch (InterruptedException e) {
          passOver(e);
        }
        left = end - System.nanoTime();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  /** One that nobody has a reason to interrupt while it waits. */
  private static final class EngineThread extends Thread {
    EngineThread(Runnable body, String name) {
      super(body, name);
    }
  }

  /**
   * @throws InterruptedException the same, if it was meant for the thread
   */
  private static void passOver(InterruptedException interrupt) throws InterruptedException {
    if (!(Thread.currentThread() instanceof EngineThread)) {
      throw interrupt;
    }
    log.info("An interrupt of this thread is passed over", interrupt);
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
      long end = System.nanoTime() + most;
      long left = most;
      waiting++;
      try {
        while (raised == before && left > 0) {
          try {
            left = changed.awaitNanos(left);
          } catch (InterruptedException e) {
            passOver(e);
            left = end - System.nanoTime();
          }
        }
      } finally {
        waiting--;
      }
      return left;
    }
  }
}

package dev.ingestion.workers.simulation;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread of the simulated world. It runs while it holds the baton and sleeps otherwise; all
 * fields but {@code turn} and {@code thread} are read and written by whoever holds the baton.
 */
final class Task {
  static final long NEVER = Long.MAX_VALUE;

  final int number;
  final String name;
  final Life life;
  private volatile @Nullable Thread thread;
  private volatile boolean turn;

  /** What it waits for; null if it could run. */
  @Nullable BooleanSupplier ready;

  /** When it runs even if what it waits for does not happen. */
  long deadline = NEVER;

  /** Until when it is frozen: it could run, and does not. */
  long frozenUntil;

  boolean done;

  /** A process: all of its threads die at once. */
  static final class Life {
    final String name;
    boolean ended;

    Life(String name) {
      this.name = name;
    }
  }

  Task(int number, String name, Life life) {
    this.number = number;
    this.name = name;
    this.life = life;
  }

  boolean vanished() {
    return life.ended;
  }

  boolean isOver() {
    return done;
  }

  /** When it can run without anybody else doing anything first. */
  long earliest() {
    return Math.max(frozenUntil, ready == null || ready.getAsBoolean() ? 0 : deadline);
  }

  void wake() {
    turn = true;
    LockSupport.unpark(thread);
  }

  /** Called on the task's own thread. */
  void sleep() {
    thread = Thread.currentThread();
    while (!turn) {
      LockSupport.park(this);
    }
    turn = false;
  }

  @Override
  public String toString() {
    return life.name + "/" + name;
  }
}

package dev.ingestion.workers.simulation;

import dev.ingestion.workers.simulation.Task.Life;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides who runs next and when it is. One thread holds the baton; at every step it may pass to
 * another. Time moves a little with each step, and leaps to the next deadline when nobody can run.
 *
 * <p>The first task is that of the thread that made the scheduler: the outer world, which no
 * process holds and which never dies.
 */
final class Scheduler {
  /** More than any schedule takes that gets anywhere. */
  private static final long MOST_STEPS = 100_000;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          body -> {
            Thread thread = new Thread(body, "simulated");
            thread.setDaemon(true);
            return thread;
          });

  private final Choices choices;
  private final Trace trace = new Trace();
  private final List<Task> tasks = new ArrayList<>();
  private Runnable disturbance = () -> {};
  private Task running;
  private long now = 1;
  private int made;
  private @Nullable Violation violation;

  Scheduler(Choices choices) {
    this.choices = choices;
    this.running = add("world", new Life("outer"));
  }

  Trace trace() {
    return trace;
  }

  long nanoTime() {
    return now;
  }

  void pass(Duration time) {
    now += time.toNanos();
  }

  /** Called at each step of a process, to do what the outer world does to it. */
  void disturbBy(Runnable disturbance) {
    this.disturbance = disturbance;
  }

  Task running() {
    return running;
  }

  List<Task> of(Life life) {
    return tasks.stream().filter(task -> task.life == life).toList();
  }

  /** Starts a thread of a process. It waits until the baton comes to it. */
  Task start(Life life, String name, Runnable body) {
    Task task = add(name, life);
    THREADS.execute(
        () -> {
          task.sleep();
          try {
            if (!task.vanished()) {
              body.run();
            }
          } catch (Vanished expected) {
            // its process is dead
          } catch (Violation broken) {
            violate(broken);
          } catch (Throwable unexpected) {
            violate(new Violation("Thread " + task + " ended with " + unexpected, unexpected));
          }
          task.done = true;
          tasks.remove(task);
          give(choose(null));
        });
    return task;
  }

  private Task add(String name, Life life) {
    Task task = new Task(made++, name, life);
    tasks.add(task);
    return task;
  }

  /** A place where a process may die, freeze or be overtaken. */
  void step(String point) {
    note(point);
    if (running.number != 0) {
      disturbance.run();
    }
    handOver();
  }

  /**
   * Waits until something is the case, or until a time.
   *
   * @return whether it is the case
   */
  boolean await(String point, BooleanSupplier ready, long deadline) {
    note(point);
    Task me = running;
    me.ready = ready;
    me.deadline = deadline;
    handOver();
    me.ready = null;
    me.deadline = Task.NEVER;
    return ready.getAsBoolean();
  }

  /** Ends a process at this instant. Its threads unwind before anything else happens. */
  void kill(Life life) {
    life.ended = true;
    trace.add(running, "*** " + life.name + " dies", now);
  }

  void note(String point) {
    stopIfOver();
    trace.add(running, point, now);
    now += 1_000L * (1 + choices.below(200));
    if (trace.steps() > MOST_STEPS) {
      violate(new Violation("No rest after %d steps".formatted(MOST_STEPS)));
      stopIfOver();
    }
  }

  /** Ends everything: a promise was broken. The first one is kept. */
  void violate(Violation broken) {
    if (violation == null) {
      violation = broken;
    }
    tasks.stream().filter(task -> task.number != 0).forEach(task -> task.life.ended = true);
  }

  private void stopIfOver() {
    if (running.vanished()) {
      throw Vanished.INSTANCE;
    }
    if (violation != null && running.number == 0) {
      throw violation;
    }
  }

  private void handOver() {
    Task me = running;
    Task next = choose(me);
    if (next != me) {
      give(next);
      me.sleep();
    }
    stopIfOver();
  }

  private void give(Task next) {
    running = next;
    next.wake();
  }

  private Task choose(@Nullable Task me) {
    for (Task task : tasks) {
      if (task.vanished()) {
        return task;
      }
    }
    if (violation != null) {
      return tasks.get(0);
    }
    List<Task> able = able();
    if (able.isEmpty()) {
      long next = tasks.stream().mapToLong(Task::earliest).min().orElse(Task.NEVER);
      if (next == Task.NEVER) {
        violate(new Violation("Every thread waits, and no time will wake one: " + tasks));
        return choose(me);
      }
      now = next;
      able = able();
    }
    return me != null && able.contains(me) && !choices.chance(choices.switching)
        ? me
        : choices.oneOf(able);
  }

  private List<Task> able() {
    List<Task> able = new ArrayList<>();
    for (Task task : tasks) {
      if (task.earliest() <= now) {
        able.add(task);
      }
    }
    return able;
  }
}

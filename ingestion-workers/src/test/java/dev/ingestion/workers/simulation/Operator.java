package dev.ingestion.workers.simulation;

import static dev.ingestion.workers.simulation.Violation.unless;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whoever starts processes, gives the command, and gives it again. */
final class Operator {
  /** Longer than any lease, freeze and retry together. */
  private static final Duration REST = Duration.ofMinutes(10);

  private final Scheduler scheduler;
  private final World world;
  private final List<Task> bystanders = new ArrayList<>();
  private @Nullable Node node;

  Operator(Scheduler scheduler, World world) {
    this.scheduler = scheduler;
    this.world = world;
  }

  /** The process there is; null if there is none. */
  @Nullable Node node() {
    return node;
  }

  /** Whether there is a process, perhaps a new one. */
  boolean running() {
    if (node == null) {
      Node started = world.process();
      boolean up = onThreadOf(started, "start", () -> started.lifecycle().start());
      node = up ? started : null;
      if (!up) {
        world.bury(started);
      }
    }
    return node != null;
  }

  /** Has something done in the process after a time. */
  void later(String name, Duration delay, Runnable action) {
    long when = scheduler.nanoTime() + delay.toNanos();
    Task task =
        scheduler.start(
            node.life,
            name,
            () -> {
              scheduler.await("comes later", () -> false, when);
              attempt(action);
            });
    bystanders.add(task);
  }

  /**
   * Gives the command and waits for the job's rest.
   *
   * @return the state then; empty if the command was refused, or the process died
   */
  Optional<IngestionState> command() {
    return command(world.main());
  }

  /** {@link #command()} for a knowledge base. */
  Optional<IngestionState> command(Base base) {
    Node here = node;
    base.invariants().commandGiven();
    IngestionState[] end = new IngestionState[1];
    onThreadOf(
        here,
        "command",
        () -> {
          boolean started = attempt(() -> here.ingestion().start(base.command()));
          IngestionState state = awaitRest(here, base);
          end[0] = started ? state : null;
        });
    if (here.life.ended) {
      world.bury(here);
      node = null;
      return Optional.empty();
    }
    return Optional.ofNullable(end[0]);
  }

  /** Waits until nobody does anything any more. */
  void rest() {
    scheduler.await(
        "waits for bystanders", () -> bystanders.stream().allMatch(Task::isOver), Task.NEVER);
    Node here = node;
    if (here != null) {
      onThreadOf(
          here,
          "rest",
          () -> {
            awaitRest(here, world.main());
            if (world.neighbour().stored().isKnown()) {
              awaitRest(here, world.neighbour());
            }
          });
    }
  }

  /** Ends the process in good order. */
  void close() {
    Node here = node;
    onThreadOf(here, "close", () -> here.lifecycle().close());
    world.kill(here);
    world.bury(here);
    node = null;
  }

  /** Ends the process without any order, if there is one. */
  void kill() {
    if (node != null) {
      world.kill(node);
    }
  }

  /**
   * Does something on a thread of a process, and waits for its end or that of the process.
   *
   * @return whether it was done
   */
  boolean onThreadOf(Node here, String name, Runnable action) {
    boolean[] done = new boolean[1];
    Task task = scheduler.start(here.life, name, () -> done[0] = attempt(action));
    scheduler.await("waits for " + name, task::isOver, Task.NEVER);
    return done[0] && !here.life.ended;
  }

  /** What a process reports as an error ends a command and not the world. */
  private boolean attempt(Runnable action) {
    try {
      action.run();
      return true;
    } catch (IngestionException refused) {
      scheduler.note("refused: " + refused.code());
      return false;
    }
  }

  private IngestionState awaitRest(Node here, Base base) {
    try {
      long begun = scheduler.nanoTime();
      IngestionState state = here.ingestion().await(base.kb(), REST);
      // RUNNING at rest is a job that failed and could not store that, or was left to be continued
      unless(
          scheduler.nanoTime() - begun < REST.toNanos(),
          "P6: after %s the job has not come to rest: it is %s, in phase %s",
          REST,
          state.status(),
          state.phase());
      return state;
    } catch (InterruptedException e) {
      throw new Violation("Nobody interrupts", e);
    }
  }
}

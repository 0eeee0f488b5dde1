package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCategory;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that takes longer than a request may, in the memory of this process: what runs, and the
 * latest that has ended. One of a kind runs on a knowledge base at a time. Thread-safe.
 */
final class Tasks {
  private static final Logger log = LoggerFactory.getLogger(Tasks.class);

  private static final int MOST_RUNNING = 4;
  private static final int MOST_KEPT = 200;
  private static final Duration BEFORE_IT_IS_LEFT = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Deque<Task> tasks = new ArrayDeque<>();

  @Inject
  Tasks(InstantSource clock) {
    this.clock = clock;
  }

  /** What is done. */
  enum Kind {
    VERIFY,
    REPAIR
  }

  enum State {
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * @throws IngestionException TASK_ACTIVE if one of its kind runs on the knowledge base, or too
   *     many run at all
   */
  synchronized TaskView begin(Kind kind, KnowledgeBaseId kb, Supplier<Object> work) {
    refuseSecond(kind, kb);
    Task task = new Task(UUID.randomUUID().toString(), kind, kb, clock.instant());
    @Nullable String correlationId = LogContext.current();
    task.thread =
        new Thread(
            () -> run(task, work, correlationId), kind.name().toLowerCase(Locale.ROOT) + "-" + kb);
    task.thread.setDaemon(true);
    task.thread.start();
    tasks.addFirst(task);
    forgetOldest();
    return task.view();
  }

  private void refuseSecond(Kind kind, KnowledgeBaseId kb) {
    int running = 0;
    for (Task task : tasks) {
      if (task.state == State.RUNNING) {
        running++;
        if (task.kind == kind && task.kb.equals(kb)) {
          throw new IngestionException(
              ErrorCode.TASK_ACTIVE,
              "Task %s does that already; ask for it, or wait until it has ended"
                  .formatted(task.id));
        }
      }
    }
    if (running >= MOST_RUNNING) {
      throw new IngestionException(
          ErrorCode.TASK_ACTIVE,
          "%d tasks run already, which are as many as may; wait until one has ended"
              .formatted(running));
    }
  }

  private void forgetOldest() {
    Iterator<Task> oldest = tasks.descendingIterator();
    while (tasks.size() > MOST_KEPT && oldest.hasNext()) {
      if (oldest.next().state != State.RUNNING) {
        oldest.remove();
      }
    }
  }

  /**
   * @param visible knowledge bases that may be known of
   * @throws IngestionException UNKNOWN_TASK, also if it is about another knowledge base
   */
  synchronized TaskView show(String id, Predicate<KnowledgeBaseId> visible) {
    return tasks.stream()
        .filter(task -> task.id.equals(id) && visible.test(task.kb))
        .findFirst()
        .map(Task::view)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.UNKNOWN_TASK,
                    "There is no task of this id. A process that ends takes its tasks with it;"
                        + " begin it again"));
  }

  @SuppressWarnings("try") // held, not used
  private void run(Task task, Supplier<Object> work, @Nullable String correlationId) {
    try (LogContext unused = LogContext.of(correlationId)) {
      Object result = work.get();
      ended(task, State.DONE, result, null);
    } catch (RuntimeException | Error e) {
      ErrorCode code =
          e instanceof IngestionException known ? known.code() : ErrorCode.INTERNAL_ERROR;
      if (code.category() == ErrorCategory.INTERNAL) {
        log.error("Task {} ({} of {}) failed", task.id, task.kind, task.kb, e);
      }
      String message =
          e instanceof IngestionException
              ? Objects.requireNonNullElse(e.getMessage(), "no reason given")
              : "It failed for a reason that nobody foresaw; the server's log says more";
      ended(task, State.FAILED, null, new ErrorView(code.name(), message));
    }
  }

  private synchronized void ended(
      Task task, State state, @Nullable Object result, @Nullable ErrorView error) {
    task.state = state;
    task.result = result;
    task.error = error;
    task.endedAt = clock.instant();
  }

  /** Waits a while for what runs, and leaves it then: nothing that stores is interrupted. */
  void close() {
    long deadline = System.nanoTime() + BEFORE_IT_IS_LEFT.toNanos();
    for (Thread thread : running()) {
      try {
        thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private synchronized Thread[] running() {
    return tasks.stream()
        .filter(task -> task.state == State.RUNNING)
        .map(task -> task.thread)
        .filter(Objects::nonNull)
        .toArray(Thread[]::new);
  }

  /** Guarded by the tasks it is among. */
  private static final class Task {
    private final String id;
    private final Kind kind;
    private final KnowledgeBaseId kb;
    private final Instant startedAt;
    private State state = State.RUNNING;
    private @Nullable Thread thread;
    private @Nullable Instant endedAt;
    private @Nullable Object result;
    private @Nullable ErrorView error;

    Task(String id, Kind kind, KnowledgeBaseId kb, Instant startedAt) {
      this.id = id;
      this.kind = kind;
      this.kb = kb;
      this.startedAt = startedAt;
    }

    TaskView view() {
      return new TaskView(
          id,
          kind.name().toLowerCase(Locale.ROOT),
          kb.value(),
          state.name(),
          startedAt.toString(),
          endedAt == null ? null : endedAt.toString(),
          result,
          error);
    }
  }

  /**
   * @param result null until it is done
   * @param error null unless it failed
   */
  record TaskView(
      String taskId,
      String kind,
      String kbId,
      String state,
      String startedAt,
      @Nullable String endedAt,
      @Nullable Object result,
      @Nullable ErrorView error) {}

  record ErrorView(String code, String message) {}
}

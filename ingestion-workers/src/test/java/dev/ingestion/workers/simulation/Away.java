package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.JobSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Something that is away at some of its calls. */
final class Away implements Defect {
  private final Scheduler scheduler;
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<String> said = new ArrayList<>();
  private When when = (point, call) -> false;
  private Predicate<String> hangs = point -> false;
  private ErrorCode code = ErrorCode.INTERNAL_ERROR;
  private @Nullable Duration retryAfter;
  private int failed;

  /** How often what is called now was called with the same arguments. */
  private int alike;

  Away(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void next(String where, int times, ErrorCode error) {
    when((point, call) -> point.equals(where) && failed < times, error);
  }

  /** Whoever gives the command lists once, to be told at once if there is nothing. */
  void afterTheCommand(String where, int times, ErrorCode error) {
    boolean lists = where.equals("DocumentSource.list");
    when((point, call) -> point.equals(where) && failed < times && !(lists && call == 1), error);
  }

  void from(String where, int first, ErrorCode error) {
    when((point, call) -> point.equals(where) && call >= first, error);
  }

  /** At the first calls with the same arguments, whoever makes them. */
  void atEach(String where, int times, ErrorCode error) {
    when((point, call) -> point.equals(where) && alike <= times, error);
  }

  void when(When condition, ErrorCode error) {
    when = condition;
    code = error;
  }

  /** What is away asks from now on to be left alone for a time. */
  void asksFor(Duration rest) {
    retryAfter = rest;
  }

  /** Until it is back, or whoever calls it is interrupted. */
  void hangsAt(String where) {
    hangs = where::equals;
  }

  void isBack() {
    when = (point, call) -> false;
    hangs = point -> false;
  }

  /** How often something was away when it was called. */
  int failed() {
    return failed;
  }

  /** Why the job was said to wait, each time its state was written. */
  List<String> said() {
    return said;
  }

  int calls(String point) {
    return calls.getOrDefault(point, 0);
  }

  @Override
  public Between in(Scene process) {
    return (point, arguments, port) -> {
      int call = calls.merge(point, 1, Integer::sum);
      alike = calls.merge(point + Arrays.toString(arguments), 1, Integer::sum);
      note(point, arguments);
      if (hangs.test(point)) {
        Thread thread = Thread.currentThread();
        scheduler.await("hangs", () -> thread.isInterrupted() || !hangs.test(point), Task.NEVER);
        if (thread.isInterrupted()) {
          throw new IngestionException(ErrorCode.SOURCE_UNAVAILABLE, "Interrupted");
        }
      }
      if (when.holds(point, call)) {
        failed++;
        throw new IngestionException(code, point + " is away", null, retryAfter);
      }
      return port.with(arguments);
    };
  }

  private void note(String point, Object[] arguments) {
    if (point.equals("PersistenceStore.save")) {
      String waiting = ((JobSnapshot) arguments[0]).state().waiting();
      if (waiting != null) {
        said.add(waiting);
      }
    }
  }

  /** Whether something is away at a call, counted from 1. */
  interface When {
    boolean holds(String point, int call);
  }
}

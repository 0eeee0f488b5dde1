package dev.ingestion.app.control;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The clients whose commands run. Thread-safe. */
final class Sessions {
  /** How often it is looked whether a command has said by now what it is. */
  private static final long BETWEEN_LOOKS_MILLIS = 200;

  private final int most;
  private final Set<ControlSession> sessions = new LinkedHashSet<>();
  private boolean refusing;
  private boolean interrupted;

  Sessions(int most) {
    this.most = most;
  }

  /** What becomes of a command that comes. */
  enum Admission {
    ADMITTED,
    /** There are too many. */
    FULL,
    /** There will be none any more. */
    REFUSED
  }

  synchronized Admission admit(ControlSession session) {
    if (refusing) {
      return Admission.REFUSED;
    } else if (sessions.size() == most) {
      return Admission.FULL;
    }
    sessions.add(session);
    return Admission.ADMITTED;
  }

  synchronized void remove(ControlSession session) {
    sessions.remove(session);
    notifyAll();
  }

  synchronized void refuse() {
    refusing = true;
  }

  /**
   * @return those that run; nobody waits for them any more
   */
  synchronized List<ControlSession> interrupt() {
    refusing = true;
    interrupted = true;
    notifyAll();
    return List.copyOf(sessions);
  }

  /** Takes out those that are left. */
  synchronized List<ControlSession> drain() {
    List<ControlSession> left = List.copyOf(sessions);
    sessions.clear();
    notifyAll();
    return left;
  }

  /**
   * @param tell told once which commands with jobs are waited for, if any are
   */
  synchronized void awaitNobodyHolds(Consumer<List<ForwardedCommand>> tell)
      throws InterruptedException {
    boolean told = false;
    while (isAwaited(ControlSession::holdsOwner)) {
      List<ForwardedCommand> jobs = jobs();
      if (!told && !jobs.isEmpty()) {
        tell.accept(jobs);
        told = true;
      }
      wait(BETWEEN_LOOKS_MILLIS);
    }
  }

  synchronized void awaitNobody() throws InterruptedException {
    while (isAwaited(session -> true)) {
      wait(BETWEEN_LOOKS_MILLIS);
    }
  }

  private boolean isAwaited(Predicate<ControlSession> which) {
    return !interrupted && sessions.stream().anyMatch(which);
  }

  private List<ForwardedCommand> jobs() {
    return sessions.stream()
        .filter(ControlSession::carriesJob)
        .map(ControlSession::command)
        .toList();
  }
}

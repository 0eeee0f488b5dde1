package dev.ingestion.app.wiring;

import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.ManagedResource.Phase;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts everything that holds files, threads or connections, and closes it in reverse. */
final class Resources {
  private final List<ManagedResource> inOrder;
  private final Deque<ManagedResource> started = new ArrayDeque<>();
  private int next;

  @Inject
  Resources(Set<ManagedResource> resources) {
    inOrder = resources.stream().sorted(Comparator.comparing(ManagedResource::phase)).toList();
  }

  /**
   * Starts what was not started yet up to a phase. If one cannot start, the caller closes what was
   * started so far.
   */
  synchronized void start(Phase last) {
    while (next < inOrder.size() && inOrder.get(next).phase().compareTo(last) <= 0) {
      ManagedResource resource = inOrder.get(next++);
      started.push(resource);
      resource.start();
    }
  }

  /** Closes all, even if one of them fails. Does nothing the second time. */
  synchronized void close() {
    next = inOrder.size();
    @Nullable RuntimeException first = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}

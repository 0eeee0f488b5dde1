package dev.ingestion.app.wiring;

import dev.ingestion.ports.out.ManagedResource;
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

  @Inject
  Resources(Set<ManagedResource> resources) {
    inOrder = resources.stream().sorted(Comparator.comparing(ManagedResource::phase)).toList();
  }

  /** If one cannot start, the caller closes what was started so far. */
  synchronized void start() {
    for (ManagedResource resource : inOrder) {
      started.push(resource);
      resource.start();
    }
  }

  /** Closes all, even if one of them fails. Does nothing the second time. */
  synchronized void close() {
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

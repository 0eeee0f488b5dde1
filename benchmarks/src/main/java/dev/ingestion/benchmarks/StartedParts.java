package dev.ingestion.benchmarks;

import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import dev.ingestion.ports.out.ManagedResource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Set;

/** What an assembled application has started, to be closed in reverse; nothing of it serves. */
final class StartedParts implements AutoCloseable {
  private final Deque<ManagedResource> started = new ArrayDeque<>();

  static StartedParts of(Injector injector) {
    StartedParts parts = new StartedParts();
    try {
      injector.getInstance(Key.get(new TypeLiteral<Set<ManagedResource>>() {})).stream()
          .filter(resource -> resource.phase() != ManagedResource.Phase.SERVE)
          .sorted(Comparator.comparing(ManagedResource::phase))
          .forEach(parts::start);
      return parts;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private void start(ManagedResource resource) {
    started.push(resource);
    resource.start();
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      started.pop().close();
    }
  }
}

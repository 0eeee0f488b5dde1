package dev.ingestion.adapters.db;

import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.Checkpoints.Retry;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a claim brings of one generation. */
final class Delivery {
  private final Set<Integer> done = new HashSet<>();
  private final Map<WorkItem, Failure> failed = new LinkedHashMap<>();
  private int chunks;

  private Delivery() {}

  /** A chunk by its generation and its place there. */
  private record Place(Generation generation, int ordinal) {
    static Place of(WorkItem item) {
      return new Place(item.generation(), item.chunk().ordinal());
    }
  }

  /** By generation, in ascending order. */
  static Map<Long, Delivery> of(ClaimResult result) {
    Map<Place, Failure> failures = new HashMap<>();
    for (Failure failure : result.failures()) {
      failures.put(new Place(failure.generation(), failure.ordinal()), failure);
    }
    Set<Place> again = new HashSet<>();
    for (Retry retry : result.retries()) {
      retry.items().forEach(item -> again.add(Place.of(item)));
    }
    Map<Long, Delivery> deliveries = new TreeMap<>();
    for (ClaimedBatch batch : result.batches()) {
      for (WorkItem item : batch.items()) {
        Place place = Place.of(item);
        deliveries
            .computeIfAbsent(item.generation().number(), number -> new Delivery())
            .add(item, failures.get(place), again.contains(place));
      }
    }
    return deliveries;
  }

  private void add(WorkItem item, @Nullable Failure failure, boolean again) {
    chunks++;
    if (failure != null) {
      failed.put(item, failure);
    } else if (!again) {
      done.add(item.chunk().ordinal());
    }
  }

  /** How many were claimed, also those that are to be tried again. */
  int chunks() {
    return chunks;
  }

  /** Ordinals of those that were done. */
  Set<Integer> done() {
    return done;
  }

  Map<WorkItem, Failure> failed() {
    return failed;
  }
}

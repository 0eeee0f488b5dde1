package dev.ingestion.adapters.db;

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

/**
 * What a claim brings of one generation.
 *
 * @param chunks all that were claimed, also those that are to be tried again
 * @param done ordinals of those that were done
 */
record Delivery(int chunks, Set<Integer> done, Map<WorkItem, Failure> failed) {

  /** A chunk by its generation and its place there. */
  private record Place(long generation, int ordinal) {
    static Place of(WorkItem item) {
      return new Place(item.generation().number(), item.chunk().ordinal());
    }
  }

  /** By generation, in ascending order. */
  static Map<Long, Delivery> of(ClaimResult result) {
    Map<Place, Failure> failures = new HashMap<>();
    for (Failure failure : result.failures()) {
      failures.put(new Place(failure.generation().number(), failure.ordinal()), failure);
    }
    Set<Place> again = new HashSet<>();
    for (Retry retry : result.retries()) {
      retry.items().forEach(item -> again.add(Place.of(item)));
    }
    Map<Long, Delivery> deliveries = new TreeMap<>();
    for (ClaimedBatch batch : result.batches()) {
      for (WorkItem item : batch.items()) {
        Place place = Place.of(item);
        deliveries.merge(
            place.generation(),
            of(item, failures.get(place), again.contains(place)),
            Delivery::plus);
      }
    }
    return deliveries;
  }

  private static Delivery of(WorkItem item, @Nullable Failure failure, boolean again) {
    Set<Integer> done = new HashSet<>();
    Map<WorkItem, Failure> failed = new LinkedHashMap<>();
    if (failure != null) {
      failed.put(item, failure);
    } else if (!again) {
      done.add(item.chunk().ordinal());
    }
    return new Delivery(1, done, failed);
  }

  private Delivery plus(Delivery other) {
    done.addAll(other.done);
    failed.putAll(other.failed);
    return new Delivery(chunks + other.chunks, done, failed);
  }
}

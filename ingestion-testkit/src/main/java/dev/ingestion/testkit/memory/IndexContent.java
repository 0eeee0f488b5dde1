package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.ChunkIndex.Judge;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexedChunk;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Entries of an index: those that wait, and those that search finds. Not thread-safe. */
final class IndexContent {
  private static final int PAGE = 1_000;

  private final Map<StagedKey, IndexEntry> staged = new LinkedHashMap<>();
  private final SortedMap<Generation, List<IndexEntry>> visible = new TreeMap<>();

  IndexContent() {}

  IndexContent(IndexContent from) {
    staged.putAll(from.staged);
    visible.putAll(from.visible);
  }

  private record StagedKey(ClaimToken claim, Generation generation, ChunkId chunk) {}

  Collection<IndexEntry> staged() {
    return staged.values();
  }

  List<IndexEntry> visible() {
    return visible.values().stream().flatMap(List::stream).toList();
  }

  void stage(ClaimToken claim, IndexEntry entry) {
    staged.put(new StagedKey(claim, entry.item().generation(), entry.item().id()), entry);
  }

  boolean discard(ClaimToken claim) {
    return staged.keySet().removeIf(key -> key.claim().equals(claim));
  }

  boolean retainStaged(Set<Generation> pending) {
    return staged.keySet().removeIf(key -> !pending.contains(key.generation()));
  }

  Optional<float[]> vector(VectorKey key) {
    return Stream.concat(staged.values().stream(), visible().stream())
        .filter(entry -> entry.vectorKey().equals(key))
        .map(IndexEntry::vector)
        .findFirst();
  }

  /**
   * All of the switches, or an exception and none of them.
   *
   * @return whether that changed anything
   */
  boolean apply(List<IndexSwitch> switches) {
    Set<Generation> retired = new HashSet<>();
    switches.stream().map(IndexSwitch::retired).filter(Objects::nonNull).forEach(retired::add);
    Map<Generation, List<IndexEntry>> due = new HashMap<>();
    for (IndexSwitch shown : switches) {
      Generation promoted = shown.promoted();
      if (promoted != null && shown.promotedChunks() > 0 && !retired.contains(promoted)) {
        whole(promoted, shown.promotedChunks()).ifPresent(entries -> due.put(promoted, entries));
      }
    }
    visible.putAll(due);
    boolean changed = visible.keySet().removeAll(retired);
    changed |=
        staged
            .keySet()
            .removeIf(
                key -> retired.contains(key.generation()) || due.containsKey(key.generation()));
    return changed || !due.isEmpty();
  }

  /** Lists are replaced and never changed: commits share them. */
  void mend(IndexMend mend) {
    Map<ChunkId, IndexEntry> put = new LinkedHashMap<>();
    mend.put().forEach(entry -> put.put(entry.item().id(), entry));
    Set<IndexedChunk> taken = Set.copyOf(mend.taken());
    List<IndexEntry> mended = new ArrayList<>();
    for (IndexEntry entry : visible.getOrDefault(mend.generation(), List.of())) {
      if (!put.containsKey(entry.item().id())
          && !taken.contains(InMemorySnapshot.indexed(entry, false))) {
        mended.add(entry);
      }
    }
    mended.addAll(put.values());
    show(mend.generation(), mended);
  }

  /**
   * @return how many entries were deleted
   */
  long sweep(Judge judge) {
    Set<IndexEntry> unwanted = Collections.newSetFromMap(new IdentityHashMap<>());
    unwanted.addAll(unwanted(visible(), false, judge));
    Set<IndexEntry> unwantedStaged = Collections.newSetFromMap(new IdentityHashMap<>());
    unwantedStaged.addAll(unwanted(List.copyOf(staged.values()), true, judge));
    for (Generation generation : List.copyOf(visible.keySet())) {
      show(
          generation,
          visible.getOrDefault(generation, List.of()).stream()
              .filter(entry -> !unwanted.contains(entry))
              .toList());
    }
    staged.values().removeIf(unwantedStaged::contains);
    return (long) unwanted.size() + unwantedStaged.size();
  }

  private static List<IndexEntry> unwanted(
      List<IndexEntry> entries, boolean areStaged, Judge judge) {
    List<IndexEntry> unwanted = new ArrayList<>();
    for (int from = 0; from < entries.size(); from += PAGE) {
      List<IndexEntry> page = entries.subList(from, Math.min(entries.size(), from + PAGE));
      judge
          .unwanted(page.stream().map(entry -> InMemorySnapshot.indexed(entry, areStaged)).toList())
          .stream()
          .forEach(place -> unwanted.add(page.get(place)));
    }
    return unwanted;
  }

  private void show(Generation generation, List<IndexEntry> entries) {
    if (entries.isEmpty()) {
      visible.remove(generation);
    } else {
      visible.put(generation, entries);
    }
  }

  /**
   * @return what is to be shown of a generation; empty if all of it is visible already
   */
  private Optional<List<IndexEntry>> whole(Generation generation, int chunks) {
    if (visible.getOrDefault(generation, List.of()).size() == chunks) {
      return Optional.empty();
    }
    Map<ChunkId, IndexEntry> found = new LinkedHashMap<>();
    staged.forEach(
        (key, entry) -> {
          if (key.generation().equals(generation)) {
            found.put(key.chunk(), entry);
          }
        });
    if (found.size() != chunks) {
      throw new IngestionException(
          ErrorCode.INDEX_DAMAGED,
          "Generation %s has %d chunks, of which %d are staged"
              .formatted(generation, chunks, found.size()));
    }
    return Optional.of(new ArrayList<>(found.values()));
  }
}

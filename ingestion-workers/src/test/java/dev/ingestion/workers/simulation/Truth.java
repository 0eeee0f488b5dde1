package dev.ingestion.workers.simulation;

import dev.ingestion.workers.simulation.Contents.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What search may return of each document, as the history of the source has it: the version that
 * was found last, or any that the source has had since. Nothing at all only if that was so, or if
 * the document was gone or of no use for a time.
 */
final class Truth {
  /** No version. */
  static final String NONE = "none";

  private final Map<String, Set<String>> allowed = new TreeMap<>();
  private final Map<String, Kind> current = new TreeMap<>();
  private final Map<String, String> hashes = new HashMap<>();
  private long edits;

  Truth() {
    Contents.PATHS.forEach(path -> allowed.put(path, new HashSet<>(Set.of(NONE))));
  }

  /** The source has a content now. */
  void put(String path, byte[] content, String hash) {
    edits++;
    Kind kind = Contents.kind(content);
    current.put(path, kind);
    hashes.put(path, hash);
    allow(path, kind);
  }

  void remove(String path) {
    edits++;
    current.remove(path);
    allowed.get(path).add(NONE);
  }

  /** Grows with each edit. */
  long edits() {
    return edits;
  }

  /** The index was lost: until it is built again, nothing may be found. */
  void lost() {
    allowed.values().forEach(versions -> versions.add(NONE));
  }

  boolean allows(String path, String version) {
    return allowed.getOrDefault(path, Set.of(NONE)).contains(version);
  }

  Set<String> allowed(String path) {
    return allowed.getOrDefault(path, Set.of(NONE));
  }

  /** A job has completed that had begun after the last edit. */
  void settled(Map<String, String> found) {
    for (String path : Contents.PATHS) {
      allowed.put(path, new HashSet<>(Set.of(found.getOrDefault(path, NONE))));
      Kind kind = current.get(path);
      if (kind == null) {
        allowed.get(path).add(NONE);
      } else {
        allow(path, kind);
      }
    }
  }

  private void allow(String path, Kind kind) {
    switch (kind) {
      case GOOD -> allowed.get(path).add(hashes.get(path));
      case SKIPPED -> allowed.get(path).add(NONE);
      case FAILED -> {
        // the earlier version stays
      }
    }
  }

  /** What is to be found once everything was done, and of documents that fail what is found. */
  Map<String, String> expected(Map<String, String> found) {
    Map<String, String> expected = new TreeMap<>();
    current.forEach(
        (path, kind) -> {
          if (kind == Kind.GOOD) {
            expected.put(path, hashes.get(path));
          } else if (kind == Kind.FAILED && found.containsKey(path)) {
            expected.put(path, found.get(path));
          }
        });
    return expected;
  }

  /** Whether a text is of a document that fails, and is tried once more by each job. */
  boolean isOfFailing(String text) {
    return current.entrySet().stream()
        .anyMatch(entry -> entry.getValue() == Kind.FAILED && text.contains(entry.getKey()));
  }

  long count(Kind kind) {
    return current.values().stream().filter(kind::equals).count();
  }

  long documents() {
    return current.size();
  }
}

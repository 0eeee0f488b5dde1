package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Pages of the PostgreSQL manual, as Debian's {@code postgresql-doc-15} installs them.
 *
 * @param folder a copy of some of them
 * @param files how many
 * @param bytes all together
 */
record RealPages(Path folder, int files, long bytes) {
  static final Path MANUAL = Path.of("/usr/share/doc/postgresql-doc-15/html");

  /** Copies so many pages, spread evenly over the manual. */
  static RealPages copy(Path scratch, int files) {
    List<String> all = manual();
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < files; i++) {
      names.add(all.get((int) ((long) i * all.size() / files)));
    }
    return copy(scratch, names);
  }

  /** Copies these pages. */
  static RealPages copy(Path scratch, Set<String> names) {
    try {
      Path folder = Files.createDirectory(scratch.resolve("pages"));
      long bytes = 0;
      for (String name : names) {
        bytes += Files.size(Files.copy(MANUAL.resolve(name), folder.resolve(name)));
      }
      return new RealPages(folder, names.size(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pages of the manual that are to be read, and not those that say where to read. */
  static Set<String> allButIndex() {
    Set<String> names = new TreeSet<>(manual());
    names.remove(BookIndex.PAGE);
    return names;
  }

  private static List<String> manual() {
    if (!Files.isDirectory(MANUAL)) {
      throw new IllegalStateException(
          "There is no " + MANUAL + ": install Debian's postgresql-doc-15");
    }
    return names(MANUAL).stream().filter(name -> name.endsWith(".html")).toList();
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> names() {
    return names(folder);
  }

  List<Path> paths() {
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(entries.sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

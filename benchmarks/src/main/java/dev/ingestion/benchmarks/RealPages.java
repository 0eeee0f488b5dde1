package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    if (!Files.isDirectory(MANUAL)) {
      throw new IllegalStateException(
          "There is no " + MANUAL + ": install Debian's postgresql-doc-15");
    }
    try (Stream<Path> entries = Files.list(MANUAL)) {
      List<Path> pages =
          entries.filter(page -> page.toString().endsWith(".html")).sorted().toList();
      Path folder = Files.createDirectory(scratch.resolve("pages"));
      long bytes = 0;
      for (int i = 0; i < files; i++) {
        Path page = pages.get((int) ((long) i * pages.size() / files));
        bytes += Files.size(Files.copy(page, folder.resolve(page.getFileName())));
      }
      return new RealPages(folder, files, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Path> paths() {
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(entries.sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

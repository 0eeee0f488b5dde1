package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory that goes with what was measured in it. */
record Scratch(Path path) implements AutoCloseable {
  static Scratch make() {
    try {
      return new Scratch(Files.createTempDirectory("ingestion-bench"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one inside. */
  static Scratch in(Path parent) {
    try {
      return new Scratch(Files.createTempDirectory(parent, "run"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.ingestion.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param names what to measure; empty for all
 * @param runs how often all of it is measured, one benchmark after the other
 * @param json where the result goes; null for nowhere
 * @param docs folder in which the result and its chart are brought up to date; null for none
 */
record Arguments(
    Set<String> names,
    boolean small,
    int runs,
    @Nullable Path json,
    @Nullable Path docs,
    boolean list,
    boolean help) {
  static final String USAGE =
      """
      Usage: ingestion-bench [NAME...] [--only NAME] [--runs N] [--small] [--json FILE]
                             [--docs DIR] [--list] [--help]

      Measures what ingestion costs against what it is built on and what else there is: both
      sides in turns, in the same run, on the same work. Prints a table of ratios.

        NAME, --only NAME  measure only this; may be repeated
        --list             say what there is to measure
        --runs N           measure all N times over and put the rounds together
        --small            sizes that only show whether it works
        --json FILE        write the result there
        --docs DIR         bring benchmarks.json and benchmarks.svg in this folder up to date;
                           it is made if it is not there
        --help             this
      """;

  static Arguments of(String[] words) {
    Deque<String> left = new ArrayDeque<>(List.of(words));
    Set<String> names = new TreeSet<>();
    boolean small = false;
    boolean list = false;
    boolean help = false;
    int runs = 1;
    Path json = null;
    Path docs = null;
    while (!left.isEmpty()) {
      String word = left.remove();
      switch (word) {
        case "--small" -> small = true;
        case "--list" -> list = true;
        case "--help", "-h" -> help = true;
        case "--only" -> names.add(value(word, left));
        case "--runs" -> runs = count(word, value(word, left));
        case "--json" -> json = Path.of(value(word, left));
        case "--docs" -> docs = Path.of(value(word, left));
        default -> {
          if (word.startsWith("-")) {
            throw new IllegalArgumentException("There is no option " + word);
          }
          names.add(word);
        }
      }
    }
    return new Arguments(names, small, runs, json, docs, list, help);
  }

  private static String value(String option, Deque<String> left) {
    try {
      return left.remove();
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException(option + " needs a value", e);
    }
  }

  private static int count(String option, String value) {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " needs a number, and not " + value, e);
    }
    throw new IllegalArgumentException(option + " must be at least 1");
  }

  /**
   * Makes the folders in which the result is to be written, and tries them, before hours are spent
   * on it.
   */
  void prepareFolders() throws IOException {
    @Nullable Path folder = json == null ? null : json.toAbsolutePath().getParent();
    if (folder != null) {
      prepare(folder);
    }
    if (docs != null) {
      prepare(docs);
    }
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, "ingestion-bench", null));
  }

  boolean asksFor(Benchmark benchmark) {
    return names.isEmpty() || names.contains(benchmark.name());
  }
}

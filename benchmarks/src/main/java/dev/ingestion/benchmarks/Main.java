package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code ingestion-bench [NAME...] [--small] [--json FILE]}. */
public final class Main {
  private static final String USAGE =
      "Usage: ingestion-bench [NAME...] [--small] [--json FILE], with NAME of ";

  private Main() {}

  private record Arguments(Set<String> names, boolean small, @Nullable Path json) {
    static Arguments of(String[] words) {
      Deque<String> left = new ArrayDeque<>(List.of(words));
      Set<String> names = new TreeSet<>();
      boolean small = false;
      Path json = null;
      while (!left.isEmpty()) {
        String word = left.remove();
        switch (word) {
          case "--small" -> small = true;
          case "--json" -> {
            if (left.isEmpty()) {
              throw new IllegalArgumentException("--json needs a file");
            }
            json = Path.of(left.remove());
          }
          default -> names.add(word);
        }
      }
      return new Arguments(names, small, json);
    }
  }

  static List<Benchmark> all() {
    return List.of(
        new EngineAgainstJdbc(),
        new CostOfWaiting(),
        new PauseLatency(),
        new Fairness(),
        new EventStreams());
  }

  public static void main(String[] words) throws IOException {
    System.exit(run(words, System.out, System.err));
  }

  /**
   * @return 0 if everything was measured, whatever came of it; 2 if the command line is wrong
   * @throws BrokenBenchmarkException if a benchmark did not do its work
   */
  static int run(String[] words, PrintStream out, PrintStream err) throws IOException {
    Set<String> known =
        all().stream().map(Benchmark::name).collect(Collectors.toCollection(TreeSet::new));
    Arguments arguments;
    try {
      arguments = Arguments.of(words);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return 2;
    }
    if (!known.containsAll(arguments.names())) {
      err.println(USAGE + known);
      return 2;
    }
    List<Row> rows = new ArrayList<>();
    try (Scratch scratch = Scratch.make()) {
      for (Benchmark benchmark : all()) {
        boolean wanted =
            arguments.names().isEmpty() || arguments.names().contains(benchmark.name());
        if (wanted && !benchmark.isPossible()) {
          err.println(benchmark.name() + " is left out: the program is not built");
        } else if (wanted) {
          err.println("measuring " + benchmark.name() + " ...");
          rows.addAll(measure(benchmark, scratch, !arguments.small()));
        }
      }
    }
    Report report = new Report(Report.Machine.here(), arguments.small(), rows);
    out.print(report.toTable());
    if (arguments.json() != null) {
      Files.writeString(arguments.json(), report.toJson());
    }
    return 0;
  }

  private static List<Row> measure(Benchmark benchmark, Scratch scratch, boolean full) {
    try (Scratch own = Scratch.in(scratch.path())) {
      return benchmark.run(own.path(), full);
    }
  }
}

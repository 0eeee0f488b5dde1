package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Report.Machine;
import dev.ingestion.benchmarks.Report.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measures what was asked for, and keeps each benchmark's figures once all its runs are done,
 * whatever comes of the rest.
 */
final class Measurements {
  private final List<Benchmark> benchmarks;
  private final Arguments arguments;
  private final PrintStream err;
  private final Map<String, Result> results = new LinkedHashMap<>();
  private final Set<String> complete = new TreeSet<>();
  private final Set<String> broken = new TreeSet<>();

  /**
   * @param benchmarks all there are, in the order in which they are published
   */
  Measurements(List<Benchmark> benchmarks, Arguments arguments, PrintStream err) {
    this.benchmarks = benchmarks;
    this.arguments = arguments;
    this.err = err;
  }

  /** All runs of one benchmark stand apart in time, so that no bad hour is that of one alone. */
  void run() throws IOException {
    try (Scratch scratch = Scratch.make()) {
      for (int run = 1; run <= arguments.runs(); run++) {
        for (Benchmark benchmark : benchmarks) {
          if (arguments.asksFor(benchmark) && !broken.contains(benchmark.name())) {
            run(benchmark, run, scratch);
          }
        }
      }
    }
  }

  private void run(Benchmark benchmark, int run, Scratch scratch) throws IOException {
    String name = benchmark.name();
    if (!benchmark.isPossible()) {
      err.println(name + " is left out: the program is not built");
      return;
    }
    err.printf("measuring %s, run %d of %d%n", name, run, arguments.runs());
    try {
      results.merge(name, measure(benchmark, scratch), Result::and);
    } catch (RuntimeException | Error e) {
      err.println(name + " is broken, and what it measured is left out:");
      e.printStackTrace(err);
      broken.add(name);
      return;
    }
    if (run == arguments.runs()) {
      complete.add(name);
      keep();
    }
  }

  private Result measure(Benchmark benchmark, Scratch scratch) {
    double before = load();
    try (Scratch own = Scratch.in(scratch.path())) {
      List<Row> rows = benchmark.run(own.path(), !arguments.small());
      String today = LocalDate.now(ZoneOffset.UTC).toString();
      return new Result(benchmark.name(), today, before, load(), rows);
    }
  }

  private static double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return Math.round(load * 10) / 10.0;
  }

  private void keep() throws IOException {
    Report report = report();
    if (arguments.json() != null) {
      report.write(arguments.json());
    }
    if (arguments.docs() != null) {
      report.publish(arguments.docs(), benchmarks.stream().map(Benchmark::name).toList());
    }
  }

  /** What was measured so far in all runs. */
  Report report() {
    List<Result> measured =
        results.values().stream().filter(result -> complete.contains(result.benchmark())).toList();
    return new Report(Machine.here(), arguments.small(), measured);
  }

  /** The names of those that did not do their work. */
  Set<String> broken() {
    return Set.copyOf(broken);
  }
}

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

/** The command {@code ingestion-bench}: see {@link Arguments#USAGE}. */
public final class Main {
  private Main() {}

  static List<Benchmark> all() {
    return List.of(
        new EngineAgainstJdbc(),
        new EngineAgainstSpringBatch(),
        new EndToEnd(),
        new ParseAgainstTika(),
        new IndexAgainstLucene(),
        new UnchangedFolder(),
        new FirstChunk(),
        new StartUp(),
        new HeapBySize(),
        new DiskSize(),
        new SearchQuality(),
        new BadInput(),
        new CostOfWaiting(),
        new PauseLatency(),
        new Fairness(),
        new EventStreams());
  }

  public static void main(String[] words) throws IOException {
    System.exit(run(words, System.out, System.err));
  }

  /**
   * @return 0 if everything was measured, whatever came of it; 2 if the command line is wrong, or
   *     names a place where the result cannot be written
   * @throws BrokenBenchmarkException if a benchmark did not do its work
   */
  static int run(String[] words, PrintStream out, PrintStream err) throws IOException {
    List<String> known = all().stream().map(Benchmark::name).toList();
    Arguments arguments;
    try {
      arguments = Arguments.of(words);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(Arguments.USAGE);
      return 2;
    }
    if (arguments.help()) {
      out.print(Arguments.USAGE);
      return 0;
    }
    if (arguments.list()) {
      known.forEach(out::println);
      return 0;
    }
    if (!known.containsAll(arguments.names())) {
      err.println("There is only " + String.join(", ", known));
      return 2;
    }
    try {
      arguments.prepareFolders();
    } catch (IOException e) {
      err.println("The result could not be written: " + e);
      return 2;
    }
    Report report = measure(arguments, err);
    out.print(report.toTable());
    if (arguments.json() != null) {
      report.write(arguments.json());
    }
    if (arguments.docs() != null) {
      report.publish(arguments.docs(), known);
    }
    return 0;
  }

  /** All runs of one benchmark stand apart in time, so that no bad hour is that of one alone. */
  private static Report measure(Arguments arguments, PrintStream err) {
    Map<String, Result> results = new LinkedHashMap<>();
    try (Scratch scratch = Scratch.make()) {
      for (int run = 1; run <= arguments.runs(); run++) {
        for (Benchmark benchmark : all()) {
          if (arguments.asksFor(benchmark) && !benchmark.isPossible()) {
            err.println(benchmark.name() + " is left out: the program is not built");
          } else if (arguments.asksFor(benchmark)) {
            err.printf("measuring %s, run %d of %d%n", benchmark.name(), run, arguments.runs());
            results.merge(
                benchmark.name(), measure(benchmark, scratch, !arguments.small()), Result::and);
          }
        }
      }
    }
    return new Report(Machine.here(), arguments.small(), List.copyOf(results.values()));
  }

  private static Result measure(Benchmark benchmark, Scratch scratch, boolean full) {
    double before = load();
    try (Scratch own = Scratch.in(scratch.path())) {
      List<Row> rows = benchmark.run(own.path(), full);
      return new Result(
          benchmark.name(), LocalDate.now(ZoneOffset.UTC).toString(), before, load(), rows);
    }
  }

  private static double load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return Math.round(load * 10) / 10.0;
  }
}

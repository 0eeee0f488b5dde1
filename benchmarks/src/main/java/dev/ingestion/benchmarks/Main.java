package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

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
   * @return 0 if everything was measured, whatever came of it; 1 if a benchmark did not do its
   *     work, of which it says why and the others are measured; 2 if the command line is wrong, or
   *     names a place where the result cannot be written
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
    Measurements measurements = new Measurements(all(), arguments, err);
    measurements.run();
    out.print(measurements.report().toTable());
    return measurements.broken().isEmpty() ? 0 : 1;
  }
}

package dev.ingestion.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All lines of a run, and where they were measured.
 *
 * @param small whether the sizes were those that only show that it works
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Report(Machine machine, boolean small, List<Result> results) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT);

  /** What has to be known of a machine to read its figures. */
  record Machine(int cores, long heapMegabytes, String java, String system) {
    static Machine here() {
      Runtime runtime = Runtime.getRuntime();
      return new Machine(
          runtime.availableProcessors(),
          runtime.maxMemory() / (1024 * 1024),
          System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }
  }

  /**
   * What came of one benchmark.
   *
   * @param day on which it was measured
   * @param loadBefore how many processes on average wanted a core
   * @param loadAfter the same afterwards; this process is among them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Result(String benchmark, String day, double loadBefore, double loadAfter, List<Row> rows) {

    /** The rounds of another run added to those of this one. */
    Result and(Result next) {
      List<Row> all = new ArrayList<>(rows);
      for (Row row : next.rows()) {
        all.replaceAll(known -> known.isSameLineAs(row) ? known.and(row) : known);
        if (all.stream().noneMatch(row::isSameLineAs)) {
          all.add(row);
        }
      }
      return new Result(benchmark, next.day(), loadBefore, next.loadAfter(), all);
    }
  }

  List<Row> rows() {
    return results.stream().flatMap(result -> result.rows().stream()).toList();
  }

  /**
   * This with those results of another run that it has none of, in the order of these names.
   * Figures of another machine are left out: they cannot stand beside these.
   */
  Report completedBy(Report earlier, List<String> order) {
    Stream<Result> kept =
        earlier.machine().equals(machine) && earlier.small() == small
            ? earlier.results().stream()
                .filter(result -> results.stream().noneMatch(isOf(result.benchmark())))
            : Stream.of();
    List<Result> all =
        Stream.concat(results.stream(), kept)
            .filter(result -> order.contains(result.benchmark()))
            .sorted((a, b) -> order.indexOf(a.benchmark()) - order.indexOf(b.benchmark()))
            .toList();
    return new Report(machine, small, all);
  }

  private static Predicate<Result> isOf(String benchmark) {
    return result -> result.benchmark().equals(benchmark);
  }

  static Report read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), Report.class);
  }

  void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /** A table as it stands in a page of the documentation. */
  String toTable() {
    StringBuilder table = new StringBuilder();
    table.append("| | ours | held against | ratio | in single rounds | rounds | goal | |\n");
    table.append("|---|---|---|---|---|---|---|---|\n");
    for (Row row : rows()) {
      table.append(
          "| %s: %s | %s %s | %s %s | %s | %s to %s | %d | %s | %s |%n"
              .formatted(
                  row.benchmark(),
                  row.what(),
                  number(row.ours()),
                  row.unit(),
                  number(row.theirs()),
                  row.unit(),
                  number(row.ratio()),
                  number(row.least()),
                  number(row.most()),
                  row.rounds().size(),
                  row.goal().text(),
                  verdict(row)));
    }
    return table.toString();
  }

  private String verdict(Row row) {
    if (row.goal().text().isEmpty() || small) {
      return "";
    }
    return row.reached() ? "reached" : "**missed**";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }

  /** Brings the published result and its chart in a folder up to date. */
  void publish(Path folder, List<String> order) {
    Path json = folder.resolve("benchmarks.json");
    try {
      Report all = Files.exists(json) ? completedBy(read(json), order) : this;
      all.write(json);
      Files.writeString(folder.resolve("benchmarks.svg"), Chart.of(all));
    } catch (IOException e) {
      throw new UncheckedIOException("The result cannot be written to " + folder, e);
    }
  }
}

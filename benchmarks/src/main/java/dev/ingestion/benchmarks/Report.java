package dev.ingestion.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Locale;

/**
 * All lines of a run, and where they were measured.
 *
 * @param small whether the sizes were those that only show that it works
 */
record Report(Machine machine, boolean small, List<Row> rows) {

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

  boolean isReached() {
    return rows.stream().allMatch(Row::reached);
  }

  String toJson() {
    try {
      return new ObjectMapper()
              .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(this)
          + System.lineSeparator();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Records of texts and numbers become JSON", e);
    }
  }

  /** A table as it stands in a page of the documentation. */
  String toTable() {
    StringBuilder table = new StringBuilder();
    table.append("| | ours | held against | ratio | in single rounds | goal | |\n");
    table.append("|---|---|---|---|---|---|---|\n");
    for (Row row : rows) {
      table.append(
          "| %s: %s | %s %s | %s %s | %.2f | %.2f to %.2f | %s | %s |%n"
              .formatted(
                  row.benchmark(),
                  row.what(),
                  number(row.ours()),
                  row.unit(),
                  number(row.theirs()),
                  row.unit(),
                  row.ratio(),
                  row.least(),
                  row.most(),
                  row.goal(),
                  verdict(row)));
    }
    return table.toString();
  }

  private String verdict(Row row) {
    if (row.goal().isEmpty() || small) {
      return "";
    }
    return row.reached() ? "reached" : "**missed**";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}

package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Row.Goal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The lines of a report as a picture: for each a dot where the ratio is, a line from its least to
 * its most in a single round, and a mark where its goal is, on a scale of powers.
 */
final class Chart {
  private static final int LEFT = 560;
  private static final int WIDTH = 420;
  private static final int RIGHT = 80;
  private static final int TOP = 56;
  private static final int LINE = 22;

  /** Powers of ten at both ends; what lies beyond is drawn at the end. */
  private static final int LEAST_POWER = -2;

  private static final int MOST_POWER = 2;

  private static final String STYLE =
      """
      <style>
        text { font: 12px system-ui, sans-serif; fill: #24292f; }
        .title { font-size: 15px; font-weight: 600; }
        .axis { stroke: #d0d7de; }
        .reached { stroke: #1a7f37; fill: #1a7f37; }
        .missed { stroke: #bc4c00; fill: #bc4c00; }
        .plain { stroke: #57606a; fill: #57606a; }
        .goal { stroke: #24292f; stroke-width: 2; }
        .spread { stroke-width: 3; stroke-opacity: 0.35; }
        .scale { text-anchor: middle; }
        .background { fill: #ffffff; }
      </style>
      """;

  private Chart() {}

  static String of(Report report) {
    List<Row> rows = report.rows();
    int height = TOP + rows.size() * LINE + 16;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n"
            .formatted(LEFT + WIDTH + RIGHT, height));
    svg.append("<title>Ratios of the benchmarks and their goals</title>\n");
    svg.append(STYLE);
    svg.append("<rect class=\"background\" width=\"100%\" height=\"100%\"/>\n");
    svg.append(
        "<text class=\"title\" x=\"12\" y=\"22\">Ours as a ratio of what it is held against: dot,"
            + " spread of single rounds, goal (black)</text>\n");
    for (int power = LEAST_POWER; power <= MOST_POWER; power++) {
      String x = pixels(x(Math.pow(10, power)));
      svg.append(
          "<line class=\"axis\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n"
              .formatted(x, 44, x, height));
      svg.append("<text class=\"scale\" x=\"%s\" y=\"40\">%s</text>\n".formatted(x, power(power)));
    }
    for (int i = 0; i < rows.size(); i++) {
      svg.append(line(rows.get(i), TOP + i * LINE + LINE / 2));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String line(Row row, int y) {
    String kind = row.goal().text().isEmpty() ? "plain" : row.reached() ? "reached" : "missed";
    StringBuilder line = new StringBuilder();
    line.append(
        "<text x=\"12\" y=\"%d\">%s</text>\n"
            .formatted(y + 4, escape(row.benchmark() + ": " + row.what())));
    line.append(
        "<line class=\"spread %s\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n"
            .formatted(kind, pixels(x(row.least())), y, pixels(x(row.most())), y));
    line.append(
        "<circle class=\"%s\" cx=\"%s\" cy=\"%d\" r=\"4\"/>\n"
            .formatted(kind, pixels(x(row.ratio())), y));
    Goal goal = row.goal();
    if (!goal.text().isEmpty()) {
      String x = pixels(x(goal.limit()));
      line.append(
          "<line class=\"goal\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n"
              .formatted(x, y - 8, x, y + 8));
    }
    line.append(
        "<text x=\"%d\" y=\"%d\">%s</text>\n"
            .formatted(LEFT + WIDTH + 12, y + 4, Report.number(row.ratio())));
    return line.toString();
  }

  private static double x(double ratio) {
    double power = Math.log10(Math.max(ratio, Math.pow(10, LEAST_POWER)));
    double bounded = Math.min(power, MOST_POWER);
    return LEFT + WIDTH * (bounded - LEAST_POWER) / (MOST_POWER - LEAST_POWER);
  }

  private static String power(int power) {
    return power >= 0
        ? Integer.toString((int) Math.pow(10, power))
        : "0." + "0".repeat(-power - 1) + "1";
  }

  /** Without a locale's comma, which would end a number. */
  private static String pixels(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  private static String escape(String text) {
    return text.chars()
        .mapToObj(
            c ->
                switch (c) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  default -> Character.toString(c);
                })
        .collect(Collectors.joining());
  }
}

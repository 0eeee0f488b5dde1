package dev.ingestion.app.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows under a header, in columns as wide as they need; numbers stand to the right. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  Table row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Long number ? Words.count(number) : Words.printable("" + cell));
    }
    rows.add(row);
    return this;
  }

  void print(Terminal terminal) {
    print(terminal, terminal.out());
  }

  private void print(Terminal terminal, PrintStream out) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      numeric[column] = rows.size() > 1;
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
        numeric[column] &= row == rows.get(0) || row.get(column).matches("[0-9,.]+");
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < columns; column++) {
        String padding = " ".repeat(widths[column] - row.get(column).length());
        String cell = row.get(column);
        line.append(GAP).append(numeric[column] ? padding + cell : cell + padding);
      }
      String text = line.toString().stripTrailing();
      out.println(row == rows.get(0) ? terminal.dim(text) : text);
    }
  }
}

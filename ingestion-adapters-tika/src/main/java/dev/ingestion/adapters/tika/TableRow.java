package dev.ingestion.adapters.tika;

import java.util.List;

/** How a row of a table reads as text. */
final class TableRow {
  static final String SEPARATOR = " | ";

  private TableRow() {}

  /**
   * @param cells normalised
   * @return empty if all of them are
   */
  static String of(List<String> cells) {
    int first = 0;
    int end = cells.size();
    while (first < end && cells.get(first).isEmpty()) {
      first++;
    }
    while (end > first && cells.get(end - 1).isEmpty()) {
      end--;
    }
    return Texts.normalised(String.join(SEPARATOR, cells.subList(first, end)));
  }
}

package dev.ingestion.adapters.rest;

import java.util.List;

/** Names in a sentence, for a person who has given another. */
final class Listed {
  private Listed() {}

  /** For example "there are q, limit and mode". */
  static String thereAre(List<String> names) {
    return switch (names.size()) {
      case 0 -> "there is none";
      case 1 -> "there is only " + names.get(0);
      default -> "there are " + joined(names, " and ");
    };
  }

  /** For example "pending, indexed or failed". */
  static String oneOf(List<String> names) {
    return joined(names, " or ");
  }

  private static String joined(List<String> names, String beforeLast) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + beforeLast + names.get(last);
  }
}

package dev.ingestion.adapters.db;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Cuts a collection that may be long into lists that a statement takes. */
final class Slices {
  private static final int SIZE = 1_000;

  private Slices() {}

  static <T> List<List<Long>> of(Collection<T> values, Function<T, Long> number) {
    List<Long> numbers = values.stream().map(number).sorted().toList();
    List<List<Long>> slices = new ArrayList<>();
    for (int from = 0; from < numbers.size(); from += SIZE) {
      slices.add(numbers.subList(from, Math.min(numbers.size(), from + SIZE)));
    }
    return slices;
  }
}

package dev.ingestion.adapters.rest;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. One more than asked for is looked up, so that the last page knows that it is.
 *
 * @param next the cursor of the page after; null if this is the last
 */
record Page<T>(List<T> items, @Nullable String next) {

  /**
   * @param found up to one more than the limit
   * @param place where a page ends that has this item as its last
   */
  static <F, T> Page<T> of(
      List<F> found, int limit, Function<F, String> place, Function<F, T> view) {
    List<F> shown = found.size() > limit ? found.subList(0, limit) : found;
    String next =
        found.size() > limit ? Query.cursor(place.apply(shown.get(shown.size() - 1))) : null;
    return new Page<>(shown.stream().map(view).toList(), next);
  }
}

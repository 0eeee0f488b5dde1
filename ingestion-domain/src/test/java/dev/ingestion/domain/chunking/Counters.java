package dev.ingestion.domain.chunking;

import java.util.regex.Pattern;

/** Token counters for tests. */
final class Counters {
  private static final Pattern WORD =
      Pattern.compile("\\w+|[^\\w\\s]", Pattern.UNICODE_CHARACTER_CLASS);

  private Counters() {}

  /** Words and punctuation marks: the parts of a text have together as many as the whole. */
  static int words(String text) {
    return (int) WORD.matcher(text).results().count();
  }

  /** A whole may have more or fewer tokens than its parts, and line feeds count. */
  static int unpredictable(String text) {
    if (text.isBlank()) {
      return 0;
    }
    int lineFeeds = (int) text.chars().filter(c -> c == '\n').count();
    return 1 + words(text) + 2 * lineFeeds + Math.floorMod(text.hashCode(), 6);
  }

  /** A whole has far more tokens than its parts together. */
  static int squared(String text) {
    int words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
    return words * words;
  }
}

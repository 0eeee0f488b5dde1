package dev.ingestion.domain.chunking;

/**
 * Measures slices of a text. The cost of a slice is its number of tokens, or one for every {@value
 * #CHARACTERS_PER_TOKEN} characters if that is more: models count a word of any length that they do
 * not know as one token, and white space as none, so that tokens alone would not bound a chunk.
 */
final class Ruler {
  /** Far above what any prose has, so that it decides about nothing but oddities. */
  static final int CHARACTERS_PER_TOKEN = 16;

  private final String text;
  private final TokenCounter tokens;
  private final int size;

  /**
   * @param size most that a chunk may cost
   */
  Ruler(String text, TokenCounter tokens, int size) {
    this.text = text;
    this.tokens = tokens;
    this.size = size;
  }

  String text() {
    return text;
  }

  /**
   * @return the cost of the slice; if its length alone makes that more than the size, the tokens
   *     are not counted
   */
  int cost(int start, int end) {
    int byLength = (end - start + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    if (byLength > size) {
      return byLength;
    }
    return Math.max(byLength, tokens.count(text.substring(start, end)));
  }

  /** Whether the slice is small enough to be moved about whole: two of these fit in a chunk. */
  boolean isUnit(int cost) {
    return cost <= size / 2;
  }
}

package dev.ingestion.domain.chunking;

/**
 * What the chunker knows of characters. It asks the JDK only what no later version of Unicode
 * answers differently, since the same text has to be cut in the same way on every JDK.
 */
final class Characters {
  /** More marks on one letter than any language writes; beyond that they are noise. */
  private static final int MOST_MARKS = 8;

  private static final char ZERO_WIDTH_JOINER = 0x200D;

  private Characters() {}

  static int skipWhite(String text, int from, int to) {
    int position = from;
    while (position < to && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position;
  }

  static int trimWhite(String text, int from, int to) {
    int end = to;
    while (end > from && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  /**
   * @return the last place up to {@code position} where a reader would not see a character cut in
   *     two; {@code floor} if there is none behind it
   */
  static int safeCut(String text, int floor, int position) {
    int cut = wholeCodePoint(text, position);
    for (int marks = 0; marks < MOST_MARKS; marks++) {
      if (cut <= floor || !joinsPrevious(text, cut)) {
        return Math.max(cut, floor);
      }
      cut = text.offsetByCodePoints(cut, -1);
    }
    return wholeCodePoint(text, position);
  }

  private static int wholeCodePoint(String text, int position) {
    boolean inside =
        position > 0
            && position < text.length()
            && Character.isSurrogatePair(text.charAt(position - 1), text.charAt(position));
    return inside ? position - 1 : position;
  }

  /** Whether the character at the position is drawn as a part of the one before it. */
  private static boolean joinsPrevious(String text, int position) {
    if (position == 0 || position == text.length()) {
      return false;
    }
    int c = text.codePointAt(position);
    boolean mark =
        within(c, 0x0300, 0x036F)
            || within(c, 0x1AB0, 0x1AFF)
            || within(c, 0x1DC0, 0x1DFF)
            || within(c, 0x20D0, 0x20FF)
            || within(c, 0xFE20, 0xFE2F);
    boolean variation = within(c, 0xFE00, 0xFE0F) || within(c, 0xE0100, 0xE01EF);
    boolean skinTone = within(c, 0x1F3FB, 0x1F3FF);
    boolean joined = c == ZERO_WIDTH_JOINER || text.charAt(position - 1) == ZERO_WIDTH_JOINER;
    return mark || variation || skinTone || joined;
  }

  private static boolean within(int c, int first, int last) {
    return first <= c && c <= last;
  }
}

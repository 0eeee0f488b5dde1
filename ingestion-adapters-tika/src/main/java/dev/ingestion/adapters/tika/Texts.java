package dev.ingestion.adapters.tika;

/** Makes text that is fit to be shown, stored and embedded. */
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /**
   * @return the text with every run of white space as one space, and none around it
   */
  static String normalised(CharSequence raw) {
    StringBuilder text = new StringBuilder(raw.length());
    boolean gap = false;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (isSpace(c)) {
        gap = true;
      } else if (!isInvisible(c)) {
        if (gap && !text.isEmpty()) {
          text.append(' ');
        }
        gap = false;
        text.append(paired(raw, i));
      }
    }
    return text.toString();
  }

  /**
   * @return the text with its lines and indentation, without white space around it
   */
  static String code(CharSequence raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\n' || c == '\t') {
        text.append(c);
      } else if (c == '\r') {
        text.append(isAt(raw, i + 1, '\n') ? "" : "\n");
      } else if (isSpace(c)) {
        text.append(' ');
      } else if (!isInvisible(c)) {
        text.append(paired(raw, i));
      }
    }
    return text.toString().strip();
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Soft hyphens, zero-width spaces, byte order marks, and controls that no database stores. */
  private static boolean isInvisible(char c) {
    return c == '\u00AD' || c == '\u200B' || c == '\uFEFF' || Character.isISOControl(c);
  }

  private static boolean isAt(CharSequence raw, int i, char c) {
    return i < raw.length() && raw.charAt(i) == c;
  }

  /** Half a surrogate pair has no UTF-8 form. */
  private static char paired(CharSequence raw, int i) {
    char c = raw.charAt(i);
    boolean broken =
        (Character.isHighSurrogate(c)
                && !(i + 1 < raw.length() && Character.isLowSurrogate(raw.charAt(i + 1))))
            || (Character.isLowSurrogate(c)
                && !(i > 0 && Character.isHighSurrogate(raw.charAt(i - 1))));
    return broken ? REPLACEMENT : c;
  }
}

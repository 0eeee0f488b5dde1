package dev.ingestion.adapters.tika;

import java.lang.Character.UnicodeScript;

/**
 * How much of a text does not read as text. Bytes that are no text, or are read in the wrong
 * encoding, make characters that nobody writes, or that nobody writes side by side: letters of two
 * scripts in one word, symbols glued to letters.
 *
 * @param length characters
 * @param controls control characters of ASCII
 * @param impossible characters that no text has: controls, undefined and private ones, and those
 *     that stand for bytes without meaning
 * @param strange characters that are impossible, or do not go with the one before
 */
record Legibility(int length, int controls, int impossible, int strange) {
  /** Begins the colours of a terminal, which logs have. */
  private static final char ESCAPE = 0x1B;

  /** So many of them cost a text whose encoding is known nothing. */
  private static final int STRAY = 10;

  static Legibility of(String text) {
    int length = 0;
    int controls = 0;
    int impossible = 0;
    int strange = 0;
    int before = ' ';
    for (int i = 0; i < text.length(); length++) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isPlain(before) && isPlain(c)) {
        before = c;
        continue;
      }
      if (isControl(c)) {
        controls++;
      }
      if (isImpossible(c)) {
        impossible++;
        strange++;
      } else if (isRare(c)
          || isGlued(before, c)
          || isSuddenCapital(before, c)
          || isOfAnotherScript(before, c)) {
        strange++;
      }
      before = c;
    }
    return new Legibility(length, controls, impossible, strange);
  }

  /** Whether bytes that are valid UTF-8 are a text. By chance they hardly ever are valid. */
  boolean hasFewControls() {
    return controls <= STRAY + length / 50;
  }

  /** Whether what is valid UTF-8 is UTF-16: half of its bytes are small numbers. */
  boolean looksLikeUtf16() {
    return controls > 0 && controls >= length / 3;
  }

  /** Whether bytes in an encoding that somebody named are a text. */
  boolean isPossible() {
    return impossible <= STRAY + length / 50;
  }

  /** Whether bytes in an encoding that was guessed are a text. */
  boolean isLikely() {
    return impossible <= Math.max(1, length / 50) && strange <= 2 + length / 10;
  }

  /** Whether it is not worth while to look for a better encoding. */
  boolean isCertain() {
    return impossible <= length / 50 && strange <= length / 20;
  }

  double strangeness() {
    return (double) strange / Math.max(1, length);
  }

  /** Printable ASCII, which is most of nearly every text, goes with anything of its kind. */
  private static boolean isPlain(int c) {
    return (c >= ' ' && c < 0x7F) || c == '\n';
  }

  private static boolean isControl(int c) {
    return c < ' ' && !Character.isWhitespace(c) && c != ESCAPE;
  }

  private static boolean isImpossible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c >= ' ' || isControl(c);
      case Character.UNASSIGNED, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == 0xFFFD;
    };
  }

  /** Ideographs that hardly a text has, and signs that are not seen. */
  private static boolean isRare(int c) {
    return (c >= 0x3400 && c < 0x4E00) || (c >= 0x2060 && c < 0x2070);
  }

  /** Whether a symbol touches a letter. Some do in every text: 20°C, 5€, m². */
  private static boolean isGlued(int before, int c) {
    return (isSymbol(before) && Character.isLetter(c))
        || (Character.isLetter(before) && isSymbol(c));
  }

  private static boolean isSymbol(int c) {
    return c >= 0x80
        && "°©®™€£²³".indexOf(c) < 0
        && switch (Character.getType(c)) {
          case Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL,
              Character.OTHER_NUMBER ->
              true;
          default -> false;
        };
  }

  /** Names in code have capitals in the middle, but no accents there. */
  private static boolean isSuddenCapital(int before, int c) {
    return Character.isLowerCase(before) && Character.isUpperCase(c) && (before | c) >= 0x80;
  }

  /** Latin letters stand beside those of East Asia without a space. */
  private static boolean isOfAnotherScript(int before, int c) {
    if (!Character.isLetter(before) || !Character.isLetter(c)) {
      return false;
    }
    UnicodeScript one = script(before);
    UnicodeScript other = script(c);
    return one != other
        && one != UnicodeScript.COMMON
        && other != UnicodeScript.COMMON
        && !(one == UnicodeScript.HAN && other == UnicodeScript.LATIN && c < 0x80)
        && !(one == UnicodeScript.LATIN && other == UnicodeScript.HAN && before < 0x80);
  }

  /** The scripts that are mixed in East Asia count as one. */
  private static UnicodeScript script(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return switch (script) {
      case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> UnicodeScript.HAN;
      default -> script;
    };
  }
}

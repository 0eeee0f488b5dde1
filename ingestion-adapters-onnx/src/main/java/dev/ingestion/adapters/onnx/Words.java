package dev.ingestion.adapters.onnx;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Reads the words of a text as BERT's uncased models were trained to see them: without control
 * characters and accents, in lower case, cut at white space and around each punctuation mark and
 * each Chinese character.
 */
final class Words {
  private static final char END_OF_ASCII = 0x80;

  private final String text;
  private int at;
  private char[] word = new char[64];
  private int length;

  Words(String text) {
    this.text = isPlain(text) ? text : decomposed(clean(text));
  }

  /**
   * Goes to the next word.
   *
   * @return false at the end
   */
  boolean next() {
    length = 0;
    while (at < text.length()) {
      char first = text.charAt(at);
      int c = first < END_OF_ASCII ? first : text.codePointAt(at);
      boolean space = isAsciiSpace(c);
      boolean alone = !space && isPunctuation(c);
      if (length > 0 && (space || alone)) {
        return true;
      }
      at += Character.charCount(c);
      if (!space) {
        add(c);
      }
      if (alone) {
        return true;
      }
    }
    return length > 0;
  }

  /** The word's characters, in an array that the next word overwrites. */
  char[] letters() {
    return word;
  }

  /** How many of {@link #letters} are the word's. */
  int length() {
    return length;
  }

  private void add(int c) {
    if (length + 2 > word.length) {
      word = Arrays.copyOf(word, 2 * word.length);
    }
    if (c < END_OF_ASCII) {
      word[length++] = (char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    } else if (CharacterTypes.of(c) != Character.NON_SPACING_MARK) {
      length += Character.toChars(Character.toLowerCase(c), word, length);
    }
  }

  /** Whether nothing has to be taken out or apart. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x7F || (c < ' ' && !isAsciiSpace(c))) {
        return false;
      }
    }
    return true;
  }

  private static String decomposed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFD);
  }

  private static boolean isAsciiSpace(int c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (c > ' ' && c < 0x7F) {
        clean.append((char) c);
      } else if (isSpace(c)) {
        clean.append(' ');
      } else if (isChinese(c)) {
        clean.append(' ').appendCodePoint(c).append(' ');
      } else if (!isControl(c)) {
        clean.appendCodePoint(c);
      }
    }
    return clean.toString();
  }

  private static boolean isSpace(int c) {
    return isAsciiSpace(c) || Character.isSpaceChar(c);
  }

  private static boolean isControl(int c) {
    if (c == 0xFFFD) {
      return true;
    }
    return switch (CharacterTypes.of(c)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int c) {
    if (c < END_OF_ASCII) {
      return c > ' ' && c < 0x7F && !isAsciiLetterOrDigit(c);
    }
    return switch (CharacterTypes.of(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean isChinese(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B73F)
        || (c >= 0x2B740 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}

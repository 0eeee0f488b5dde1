package dev.ingestion.adapters.onnx;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the words of a text as BERT's uncased models were trained to see them: without control
 * characters and accents, in lower case, cut at white space and around each punctuation mark and
 * each Chinese character.
 */
final class Words {
  private final String text;
  private int at;

  Words(String text) {
    this.text = Normalizer.normalize(clean(text), Normalizer.Form.NFD);
  }

  /**
   * @return the next word; null at the end
   */
  @Nullable String next() {
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean space = c == ' ';
      boolean alone = isPunctuation(c);
      if (word.length() > 0 && (space || alone)) {
        return word.toString();
      }
      at += Character.charCount(c);
      if (!space && CharacterTypes.of(c) != Character.NON_SPACING_MARK) {
        word.appendCodePoint(Character.toLowerCase(c));
      }
      if (alone) {
        return word.toString();
      }
    }
    return word.length() > 0 ? word.toString() : null;
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (isSpace(c)) {
                clean.append(' ');
              } else if (isChinese(c)) {
                clean.append(' ').appendCodePoint(c).append(' ');
              } else if (!isControl(c)) {
                clean.appendCodePoint(c);
              }
            });
    return clean.toString();
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
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
    if (c < 0x80) {
      return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
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

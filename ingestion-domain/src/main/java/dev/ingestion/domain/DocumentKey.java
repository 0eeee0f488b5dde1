package dev.ingestion.domain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Identifies a document within its knowledge base.
 *
 * @param source the source that lists it
 * @param path its path relative to the source's root, with {@code /} as separator, or its URL
 */
public record DocumentKey(SourceName source, String path) {
  /**
   * The order in which every source lists and every ledger pages: unsigned bytes of the UTF-8 form.
   * It differs from {@link String#compareTo} for supplementary characters.
   */
  public static final Comparator<String> PATH_ORDER = DocumentKey::inOrderOfBytes;

  public DocumentKey {
    if (path.isEmpty()) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "A document's path is not empty");
    }
  }

  /** The chars say it too, and need no copy, unless it is surrogates that differ. */
  private static int inOrderOfBytes(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) || Character.isSurrogate(y)
            ? compareBytes(a, b)
            : Character.compare(x, y);
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int compareBytes(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return source + ":" + path;
  }
}

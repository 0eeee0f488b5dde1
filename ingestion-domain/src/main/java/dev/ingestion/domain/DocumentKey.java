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
  public static final Comparator<String> PATH_ORDER =
      (a, b) ->
          Arrays.compareUnsigned(
              a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

  public DocumentKey {
    if (path.isEmpty()) {
      throw new IngestionException(ErrorCode.INVALID_ARGUMENT, "A document's path is not empty");
    }
  }

  @Override
  public String toString() {
    return source + ":" + path;
  }
}

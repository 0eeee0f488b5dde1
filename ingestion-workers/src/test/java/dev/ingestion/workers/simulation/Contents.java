package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents that documents of the simulated world have. Variants of one document share lines, so
 * that vectors are found again; some are of no use.
 */
final class Contents {
  static final List<String> PATHS = List.of("a.md", "b.md", "c/d.md", "c/e.md", "f.md");

  private static final int[] LINES = {1, 2, 3, 5, 11};
  private static final String POISON = "poison";
  private static final String CORRUPT = "corrupt";
  private static final String NOTHING = "\n";

  private Contents() {}

  /** What is to come of a content. */
  enum Kind {
    GOOD,
    /** The document is skipped: its earlier version goes. */
    SKIPPED,
    /** The document fails: its earlier version stays. */
    FAILED
  }

  static byte[] any(String path, Choices choices) {
    int kind = choices.below(20);
    if (kind == 0) {
      return bytes(NOTHING);
    }
    if (kind == 1) {
      return bytes(CORRUPT);
    }
    int lines = LINES[choices.below(LINES.length)];
    int poisoned = kind == 2 ? choices.below(lines) : -1;
    int edition = choices.below(3);
    List<String> text = new ArrayList<>();
    for (int line = 0; line < lines; line++) {
      String last = line == poisoned ? POISON : "edition" + (line % 2 == 0 ? edition : 0);
      text.add("This is line %d of %s and it ends with %s".formatted(line, path, last));
    }
    return bytes(String.join("\n", text));
  }

  static Kind kind(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      return Kind.SKIPPED;
    }
    return text.equals(CORRUPT) || isPoison(text) ? Kind.FAILED : Kind.GOOD;
  }

  static boolean isPoison(String text) {
    return text.contains(POISON);
  }

  /**
   * @throws IngestionException if a parser can make nothing of the content
   */
  static void requireParsable(byte[] content) {
    if (new String(content, StandardCharsets.UTF_8).equals(CORRUPT)) {
      throw new IngestionException(ErrorCode.DOCUMENT_CORRUPT, "The document is corrupt");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

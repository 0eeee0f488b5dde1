package dev.ingestion.domain.document;

import java.util.List;

/**
 * A piece of a parsed document that belongs together.
 *
 * @param text without surrounding white space, never empty
 * @param headings the headings it stands under, outermost first; a heading's own text is the last
 *     of its path
 * @param page page or slide it begins on, from 1; 0 where the document has none
 * @param start offset of its first character in {@link ParsedDocument#text()}
 */
public record Block(BlockKind kind, String text, List<String> headings, int page, int start) {
  public Block {
    headings = List.copyOf(headings);
    if (text.isEmpty() || page < 0 || start < 0) {
      throw new IllegalArgumentException("Not a block: '%s' %d %d".formatted(text, page, start));
    }
  }

  /** Offset after its last character. */
  public int end() {
    return start + text.length();
  }
}

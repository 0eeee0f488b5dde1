package dev.ingestion.domain.chunking;

import java.util.List;

/**
 * A slice of a parsed document that is embedded and found as one.
 *
 * @param ordinal its place among the document's chunks, from 0
 * @param text {@code document.text().substring(start, end)}, never blank
 * @param headings the headings it stands under, outermost first
 * @param page page or slide on which its own (not overlapping) text begins, from 1; 0 for none
 * @param start offset of its first character in the parsed text
 * @param end offset after its last character
 */
public record Chunk(int ordinal, String text, List<String> headings, int page, int start, int end) {
  public Chunk {
    headings = List.copyOf(headings);
  }
}

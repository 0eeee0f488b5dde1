package dev.ingestion.domain.document;

import java.util.ArrayList;
import java.util.List;

/**
 * What a parser makes of a document: its blocks in reading order, and where each stands.
 *
 * @param title the document's own title; empty if it has none
 * @param mediaType for example {@code application/pdf}
 * @param text the texts of all blocks, each followed by one line feed; offsets are counted in it,
 *     in UTF-16 code units
 */
public record ParsedDocument(String title, String mediaType, String text, List<Block> blocks) {
  public ParsedDocument {
    blocks = List.copyOf(blocks);
  }

  public boolean isEmpty() {
    return blocks.isEmpty();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Lays blocks one behind the other. Not thread-safe. */
  public static final class Builder {
    private final StringBuilder text = new StringBuilder();
    private final List<Block> blocks = new ArrayList<>();

    private Builder() {}

    /**
     * @param blockText surrounding white space is dropped; a blank text adds nothing
     */
    public Builder add(BlockKind kind, String blockText, List<String> headings, int page) {
      String stripped = blockText.strip();
      if (!stripped.isEmpty()) {
        blocks.add(new Block(kind, stripped, headings, page, text.length()));
        text.append(stripped).append('\n');
      }
      return this;
    }

    /** Characters added so far. */
    public int length() {
      return text.length();
    }

    public ParsedDocument build(String title, String mediaType) {
      return new ParsedDocument(title.strip(), mediaType, text.toString(), blocks);
    }
  }
}

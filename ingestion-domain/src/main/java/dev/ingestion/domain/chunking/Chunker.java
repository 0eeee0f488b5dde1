package dev.ingestion.domain.chunking;

import dev.ingestion.domain.document.ParsedDocument;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a parsed document into chunks.
 *
 * <p>Structure comes first: no chunk crosses a heading, a page or a slide. A heading belongs to the
 * first chunk of its section; one that is followed only by a heading below it makes no chunk of its
 * own, since its text lives on in the heading path of what follows. Within a section a chunk ends
 * behind a block if it can, else behind a sentence or line, else behind a word, and only within a
 * word of monstrous length between two characters. It begins with the last sentences of the chunk
 * before it in the same section, as far as the overlap allows.
 *
 * <p>Every character that is not white space is in some chunk, lone headings excepted. No chunk has
 * more tokens than the size, none is blank, and none begins or ends with white space. A chunk
 * depends on the text around it and on nothing else, so that an edit changes few chunks; the same
 * document gives the same chunks on every JDK.
 *
 * <p>Thread-safe if the counter is. Takes time in proportion to the text, each part of which is
 * counted a few times, and memory for the chunks.
 */
public final class Chunker {
  /** To be raised with every change that cuts any document differently. */
  private static final int VERSION = 1;

  private final ChunkingSettings settings;
  private final TokenCounter tokens;

  public Chunker(ChunkingSettings settings, TokenCounter tokens) {
    this.settings = settings;
    this.tokens = tokens;
  }

  /** Changes whenever the same text and token counts could give other chunks. */
  public String fingerprint() {
    return "chunker/%d size=%d overlap=%d".formatted(VERSION, settings.size(), settings.overlap());
  }

  /**
   * @return the chunks in the order of their starts; none for an empty document
   */
  public List<Chunk> chunk(ParsedDocument document) {
    Ruler ruler = new Ruler(document.text(), tokens, settings.size());
    List<Chunk> chunks = new ArrayList<>();
    for (Section section : Section.of(document.blocks())) {
      new SectionChunker(section, ruler, settings).appendTo(chunks);
    }
    return chunks;
  }
}

package dev.ingestion.domain.chunking;

import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Reads a section unit by unit: sentences (in code, lines) where these are small enough, else their
 * words, else pieces of words. Holds no more than its place, however long the section.
 */
final class UnitReader implements Iterator<Unit> {
  /** Where a long sentence may be cut in scripts that write without spaces. */
  private static final String WIDE_COMMAS = "，、；：";

  /** Code points that the search for the longest fitting piece of a word begins with. */
  private static final int FIRST_STEP = 64;

  private final Ruler ruler;
  private final String text;
  private final Sentences sentences;
  private final Iterator<Block> blocks;

  private boolean code;
  private int position;
  private int wordEnd;
  private int sentenceEnd;
  private int blockEnd;

  UnitReader(Ruler ruler, List<Block> blocks) {
    this.ruler = ruler;
    this.text = ruler.text();
    this.sentences = new Sentences(text);
    this.blocks = blocks.iterator();
  }

  @Override
  public boolean hasNext() {
    return position < blockEnd || blocks.hasNext();
  }

  @Override
  public Unit next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Boundary boundary = advance();
    if (boundary.compareTo(Boundary.SENTENCE) <= 0) {
      int cost = ruler.cost(position, sentenceEnd);
      if (ruler.isUnit(cost)) {
        return take(boundary, sentenceEnd, cost);
      }
    }
    if (boundary.compareTo(Boundary.WORD) <= 0) {
      wordEnd = findWordEnd();
      int cost = ruler.cost(position, wordEnd);
      if (ruler.isUnit(cost)) {
        return take(boundary, wordEnd, cost);
      }
    }
    int end = findPieceEnd();
    return take(boundary, end, ruler.cost(position, end));
  }

  /** Moves to where the next unit begins, and says what begins there. */
  private Boundary advance() {
    if (position < wordEnd) {
      return Boundary.CHARACTER;
    }
    position = Characters.skipWhite(text, position, blockEnd);
    if (position < sentenceEnd) {
      return Boundary.WORD;
    }
    if (position < blockEnd) {
      sentenceEnd = findSentenceEnd();
      return Boundary.SENTENCE;
    }
    Block block = blocks.next();
    code = block.kind() == BlockKind.CODE;
    position = block.start();
    blockEnd = block.end();
    sentenceEnd = findSentenceEnd();
    return Boundary.BLOCK;
  }

  private Unit take(Boundary boundary, int end, int cost) {
    Unit unit = new Unit(boundary, position, end, cost);
    position = end;
    return unit;
  }

  private int findSentenceEnd() {
    if (!code) {
      return sentences.end(position, blockEnd);
    }
    int lineEnd = text.indexOf('\n', position);
    return lineEnd < 0 || lineEnd > blockEnd
        ? blockEnd
        : Characters.trimWhite(text, position, lineEnd);
  }

  private int findWordEnd() {
    int end = position;
    while (end < sentenceEnd && !Character.isWhitespace(text.charAt(end))) {
      if (WIDE_COMMAS.indexOf(text.charAt(end++)) >= 0) {
        break;
      }
    }
    return end;
  }

  /** Doubles its steps while the piece is small enough, then halves them. */
  private int findPieceEnd() {
    int end = text.offsetByCodePoints(position, 1);
    boolean growing = true;
    int step = FIRST_STEP;
    while (step > 0 && end < wordEnd) {
      int further = Characters.safeCut(text, end, Math.min(end + step, wordEnd));
      boolean fits = further > end && ruler.isUnit(ruler.cost(position, further));
      growing &= fits;
      end = fits ? further : end;
      step = growing ? step * 2 : step / 2;
    }
    return end;
  }
}

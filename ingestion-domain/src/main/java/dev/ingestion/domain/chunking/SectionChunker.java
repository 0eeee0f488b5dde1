package dev.ingestion.domain.chunking;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one section into chunks.
 *
 * <p>As many units as fit are looked at, and the chunk ends at the best place in the second half of
 * them: the end of a block is better than that of a sentence, and that better than that of a word.
 * Among equally good places the text itself decides: the one with the smallest hash of the
 * characters before it. Were it simply the last one, every chunk behind an inserted line would
 * begin one line further on, to the end of the section; so however, the chunks of the old and the
 * new text agree again soon after the edit, since both end at the same place once it is in reach of
 * both, and what did not change need not be embedded again.
 *
 * <p>The costs of units are added up to find the place, and the slice is measured as a whole before
 * it is taken, since a tokenizer may count more in the whole than in the parts.
 */
final class SectionChunker {
  /** Characters before a place that its hash is made of. */
  private static final int HASHED = 32;

  private static final long LAST_RESORT = Long.MAX_VALUE;

  private final Section section;
  private final Ruler ruler;
  private final int size;
  private final int overlap;
  private final UnitReader reader;

  /** What was read and is in no chunk yet: all that is left, or one unit more than can fit. */
  private final List<Unit> ahead = new ArrayList<>();

  private int costAhead;

  SectionChunker(Section section, Ruler ruler, ChunkingSettings settings) {
    this.section = section;
    this.ruler = ruler;
    this.size = settings.size();
    this.overlap = settings.overlap();
    this.reader = new UnitReader(ruler, section.blocks());
  }

  void appendTo(List<Chunk> chunks) {
    readAhead();
    Overlap repeated = noOverlap();
    while (true) {
      int taken = fitting(repeated.start(), size - repeated.cost());
      if (taken == 0) {
        repeated = noOverlap();
        taken = Math.max(1, fitting(repeated.start(), size));
      }
      chunks.add(chunk(chunks.size(), repeated.start(), ahead.get(taken - 1).end()));
      if (taken == ahead.size()) {
        return;
      }
      repeated = overlapBehind(taken);
      ahead.subList(0, taken).forEach(unit -> costAhead -= unit.cost());
      ahead.subList(0, taken).clear();
      readAhead();
    }
  }

  private void readAhead() {
    while (costAhead <= size && reader.hasNext()) {
      Unit unit = reader.next();
      ahead.add(unit);
      costAhead += unit.cost();
    }
  }

  private Chunk chunk(int ordinal, int start, int end) {
    String text = ruler.text().substring(start, end);
    return new Chunk(ordinal, text, section.headings(), section.page(), start, end);
  }

  /**
   * How many units the next chunk takes.
   *
   * @param start where the chunk begins, with its overlap
   * @param room what the chunk's own units may cost
   * @return 0 if not even one fits
   */
  private int fitting(int start, int room) {
    int taken = cut(room);
    int whole = cost(start, taken);
    while (whole > size) {
      if (taken == 1) {
        return 0;
      }
      long parts = ahead.subList(0, taken).stream().mapToInt(Unit::cost).sum();
      taken = cut((int) Math.min(parts - 1, parts * size / whole));
      whole = cost(start, taken);
    }
    return taken;
  }

  private int cost(int start, int taken) {
    return ruler.cost(start, ahead.get(taken - 1).end());
  }

  /** How many units stand before the best place to end a chunk; at least 1. */
  private int cut(int room) {
    if (costAhead <= room) {
      return ahead.size();
    }
    int best = 1;
    long smallest = LAST_RESORT;
    int cost = 0;
    for (int taken = 1; taken < ahead.size(); taken++) {
      Unit last = ahead.get(taken - 1);
      cost += last.cost();
      if (cost > room) {
        break;
      }
      long rank = rank(cost, last.end(), ahead.get(taken).boundary());
      if (rank <= smallest) {
        smallest = rank;
        best = taken;
      }
    }
    return best;
  }

  /**
   * How good a place is to end a chunk; smaller is better.
   *
   * @param cost of the chunk if it ends there
   * @param next what begins there
   */
  private long rank(int cost, int end, Boundary next) {
    if (cost < size / 4) {
      return LAST_RESORT;
    }
    boolean halfFull = cost >= size / 2;
    long grade =
        switch (next) {
          case BLOCK -> halfFull ? 0 : 2;
          case SENTENCE -> halfFull ? 1 : 2;
          case WORD -> halfFull ? 3 : 5;
          case CHARACTER -> halfFull ? 4 : 5;
        };
    return grade << Integer.SIZE | Integer.toUnsignedLong(hashBefore(end));
  }

  /** A hash that is the same on every JDK, and whose order has nothing to do with the text's. */
  private int hashBefore(int end) {
    int start = Math.max(section.start(), end - HASHED);
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + ruler.text().charAt(i);
    }
    hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
    hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
    return hash ^ hash >>> 16;
  }

  private Overlap noOverlap() {
    return new Overlap(ahead.get(0).start(), 0);
  }

  /**
   * The end of the chunk that takes so many units, as far as the next one repeats it: whole
   * sentences, or words if the cut went through a sentence.
   */
  private Overlap overlapBehind(int taken) {
    Unit next = ahead.get(taken);
    int end = ahead.get(taken - 1).end();
    Overlap repeated = new Overlap(next.start(), 0);
    for (int first = taken - 1; first > 0; first--) {
      Unit unit = ahead.get(first);
      boolean whole =
          unit.boundary().compareTo(Boundary.SENTENCE) <= 0
              || unit.boundary().compareTo(next.boundary()) <= 0;
      int cost = whole ? ruler.cost(unit.start(), end) : 0;
      if (cost > overlap) {
        break;
      }
      if (whole) {
        repeated = new Overlap(unit.start(), cost);
      }
    }
    return repeated;
  }

  /**
   * What a chunk repeats from the one before it.
   *
   * @param start where the chunk begins; without overlap that of its first own unit
   */
  private record Overlap(int start, int cost) {}
}

package dev.ingestion.domain.chunking;

/** What begins at a place where a text can be cut; the earlier here, the better a place it is. */
enum Boundary {
  BLOCK,
  /** A sentence, or a line of code. */
  SENTENCE,
  /** A word of a sentence that is too long to stay whole. */
  WORD,
  /** The rest of a word that is too long to stay whole. */
  CHARACTER
}

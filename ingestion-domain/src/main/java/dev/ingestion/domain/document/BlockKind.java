package dev.ingestion.domain.document;

/** What a block of a parsed document is; the chunker prefers to cut between blocks. */
public enum BlockKind {
  HEADING,
  PARAGRAPH,
  LIST_ITEM,
  TABLE_ROW,
  CODE
}

package dev.ingestion.ports.in;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.time.Duration;
import java.util.List;

/** Searches a knowledge base. Thread-safe. */
public interface SearchService {
  /** How chunks are ranked. */
  enum Mode {
    /** Both rankings, fused. */
    HYBRID,
    VECTOR,
    TEXT
  }

  /**
   * Returns only what the ledger says is live.
   *
   * @param limit most hits to return, 1 to 1,000
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE, INVALID_ARGUMENT for a
   *     blank query, INDEX_NOT_READY if its index is lost and has to be built again
   */
  Result search(KnowledgeBaseId kb, String query, int limit, Mode mode);

  /**
   * @param mode the mode that was used: TEXT where vectors could not be compared
   * @param hits best first
   */
  record Result(Mode mode, List<Hit> hits, Duration elapsed) {}

  /**
   * @param score of the fused or single ranking, comparable within one result only
   * @param title the document's title; empty if it has none
   * @param page from 1; 0 if the document has none
   * @param start offset of the text in the parsed document
   * @param snippet a part of the text with matching words between U+0001 and U+0002
   */
  record Hit(
      SourceName source,
      String document,
      String chunkId,
      double score,
      String title,
      List<String> headings,
      int page,
      int start,
      int end,
      String text,
      String snippet) {}
}

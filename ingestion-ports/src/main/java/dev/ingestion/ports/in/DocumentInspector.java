package dev.ingestion.ports.in;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows how one document was seen. Thread-safe; changes nothing. */
public interface DocumentInspector {
  /**
   * Reads and parses the document again as it is now, and shows it beside what the ledger knows.
   *
   * @throws dev.ingestion.domain.IngestionException UNKNOWN_KNOWLEDGE_BASE, UNKNOWN_DOCUMENT if
   *     neither the ledger nor the source has it
   */
  Explanation explain(KnowledgeBaseId kb, DocumentKey document);

  /**
   * @param outcome what the ledger says became of it; "unknown" if it was never seen
   * @param code why it was skipped or failed, in the ledger or now; null if it was not
   * @param changed whether the content is another than that which the ledger knows
   * @param text the parsed text as it is now; empty if it cannot be read
   */
  record Explanation(
      DocumentKey document,
      String outcome,
      @Nullable ErrorCode code,
      @Nullable String reason,
      @Nullable String revision,
      @Nullable Long liveGeneration,
      @Nullable Long pendingGeneration,
      boolean changed,
      String title,
      String mediaType,
      String text,
      List<ExplainedChunk> chunks) {}

  /**
   * @param live whether the chunk is in the version that search returns
   */
  record ExplainedChunk(
      String chunkId,
      int ordinal,
      List<String> headings,
      int page,
      int start,
      int end,
      int tokens,
      boolean live,
      String text) {}
}

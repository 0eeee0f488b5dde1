package dev.ingestion.ports.in.view;

import dev.ingestion.ports.in.DocumentInspector.ExplainedChunk;
import dev.ingestion.ports.in.DocumentInspector.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a document was seen. */
public record ExplanationView(
    String document,
    String source,
    String outcome,
    @Nullable String code,
    @Nullable String reason,
    @Nullable String revision,
    @Nullable Long liveGeneration,
    @Nullable Long pendingGeneration,
    boolean changed,
    String title,
    String mediaType,
    List<ChunkView> chunks,
    String text) {

  public static ExplanationView of(Explanation explanation) {
    return new ExplanationView(
        explanation.document().path(),
        explanation.document().source().value(),
        explanation.outcome(),
        explanation.code() == null ? null : explanation.code().name(),
        explanation.reason(),
        explanation.revision(),
        explanation.liveGeneration(),
        explanation.pendingGeneration(),
        explanation.changed(),
        explanation.title(),
        explanation.mediaType(),
        explanation.chunks().stream().map(ChunkView::of).toList(),
        explanation.text());
  }

  /**
   * @param heading those it stands under, outermost first
   * @param page from 1; null if the document has none
   */
  public record ChunkView(
      String chunkId,
      int ordinal,
      String heading,
      @Nullable Integer page,
      int start,
      int end,
      int tokens,
      boolean live,
      String text) {
    static ChunkView of(ExplainedChunk chunk) {
      return new ChunkView(
          chunk.chunkId(),
          chunk.ordinal(),
          String.join(" > ", chunk.headings()),
          chunk.page() > 0 ? chunk.page() : null,
          chunk.start(),
          chunk.end(),
          chunk.tokens(),
          chunk.live(),
          chunk.text());
    }
  }
}

package dev.ingestion.workers.service;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.search.ReciprocalRankFusion;
import dev.ingestion.ports.in.SearchService;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexSnapshot.RankedChunk;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Ranks by vector and by words, and fuses both. */
final class DefaultSearchService implements SearchService {
  private static final int MOST_HITS = 1_000;

  /** Of each ranking that is fused: with fewer, what both have further down is not found. */
  private static final int FEWEST_CANDIDATES = 200;

  private static final int SNIPPET = 240;

  private final KnownBases known;
  private final KnowledgeBaseIndexes indexes;

  @Inject
  DefaultSearchService(KnownBases known, KnowledgeBaseIndexes indexes) {
    this.known = known;
    this.indexes = indexes;
  }

  @Override
  public Result search(KnowledgeBaseId id, String query, int limit, Mode mode) {
    if (query.isBlank() || limit < 1 || limit > MOST_HITS) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          query.isBlank()
              ? "There is nothing to search for: the query is blank"
              : "The limit must be from 1 to %d: %d".formatted(MOST_HITS, limit));
    }
    long begin = System.nanoTime();
    KnowledgeBase kb = known.require(id);
    Pipeline pipeline = known.pipeline(id);
    boolean comparable = kb.serving().space().equals(pipeline.model().space());
    Mode used = comparable ? mode : Mode.TEXT;
    try (IndexSnapshot snapshot = indexes.forSearch(pipeline.index(), kb)) {
      List<RankedChunk> ranked = rank(snapshot, pipeline.model(), query, limit, used);
      List<Hit> hits = ranked.stream().map(chunk -> hit(snapshot, chunk, query)).toList();
      return new Result(used, hits, Duration.ofNanos(System.nanoTime() - begin));
    }
  }

  static List<RankedChunk> rank(
      IndexSnapshot snapshot, EmbeddingModel model, String query, int limit, Mode mode) {
    return switch (mode) {
      case TEXT -> snapshot.byText(query, limit);
      case VECTOR -> snapshot.byVector(embed(model, query), limit);
      case HYBRID -> {
        int candidates = Math.max(limit, FEWEST_CANDIDATES);
        yield fuse(
            snapshot.byText(query, candidates),
            snapshot.byVector(embed(model, query), candidates),
            limit);
      }
    };
  }

  /** Where both rankings are worth the same, the words that were typed decide. */
  private static List<RankedChunk> fuse(
      List<RankedChunk> byText, List<RankedChunk> byVector, int limit) {
    Map<Integer, RankedChunk> chunks = new HashMap<>();
    byVector.forEach(chunk -> chunks.put(chunk.handle(), chunk));
    byText.forEach(chunk -> chunks.put(chunk.handle(), chunk));
    List<RankedChunk> fused = new ArrayList<>();
    for (var ranked :
        ReciprocalRankFusion.DEFAULT.fuse(List.of(handles(byText), handles(byVector)))) {
      RankedChunk chunk = chunks.get(ranked.key());
      if (chunk != null && fused.size() < limit) {
        fused.add(new RankedChunk(chunk.handle(), chunk.chunkId(), ranked.score()));
      }
    }
    return fused;
  }

  private static List<Integer> handles(List<RankedChunk> ranking) {
    return ranking.stream().map(RankedChunk::handle).toList();
  }

  /**
   * A query longer than the model reads is embedded by its beginning; its words all still count.
   */
  private static float[] embed(EmbeddingModel model, String query) {
    String text = query.strip();
    while (model.count(text) > model.maxTokens()) {
      int half = text.offsetByCodePoints(0, text.codePointCount(0, text.length()) * 3 / 4);
      text = text.substring(0, half).strip();
    }
    return model.embed(List.of(text)).get(0);
  }

  private static Hit hit(IndexSnapshot snapshot, RankedChunk ranked, String query) {
    IndexedChunk chunk = snapshot.load(ranked);
    return new Hit(
        new SourceName(chunk.source()),
        chunk.document(),
        chunk.chunkId(),
        ranked.score(),
        chunk.title(),
        chunk.headings(),
        chunk.page(),
        chunk.start(),
        chunk.end(),
        chunk.text(),
        snapshot.snippet(ranked, query, SNIPPET));
  }
}

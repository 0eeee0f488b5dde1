package dev.ingestion.workers.service;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.VectorKey;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.workers.pipeline.ChunkEmbedder;
import dev.ingestion.workers.pipeline.Pipeline;
import dev.ingestion.workers.pipeline.PreparedDocument;
import dev.ingestion.workers.pipeline.PreparedDocument.PreparedChunk;
import dev.ingestion.workers.runtime.KnowledgeBaseIndexes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the chunks whose vectors are not known yet, and says how long embedding them takes on this
 * machine, from a few that it embeds. Used by one thread.
 */
final class EmbeddingEstimate {
  private static final int SAMPLES = 8;

  private final Pipeline pipeline;
  private final Optional<KnowledgeBase> kb;
  private final List<String> samples = new ArrayList<>();
  private long chunks;
  private long chunksToEmbed;

  EmbeddingEstimate(Pipeline pipeline, Optional<KnowledgeBase> kb, KnowledgeBaseIndexes indexes) {
    this.pipeline = pipeline;
    this.kb = kb.filter(known -> readable(indexes, known));
  }

  private boolean readable(KnowledgeBaseIndexes indexes, KnowledgeBase known) {
    if (!known.space().equals(pipeline.model().space())) {
      return false;
    }
    try {
      indexes.forLedger(pipeline.index(), known).close();
      return true;
    } catch (IngestionException e) {
      if (e.code() == ErrorCode.INDEX_NOT_READY || e.code() == ErrorCode.INDEX_DAMAGED) {
        return false;
      }
      throw e;
    }
  }

  void add(PreparedDocument document) {
    EmbeddingModel model = pipeline.model();
    EmbeddingSpace space = model.space();
    Set<VectorKey> wanted = new HashSet<>();
    for (PreparedChunk chunk : document.chunks()) {
      String input = ChunkEmbedder.input(model, chunk.chunk().headings(), chunk.chunk().text());
      wanted.add(VectorKey.of(space, input));
      if (samples.size() < SAMPLES) {
        samples.add(input);
      }
    }
    chunks += document.chunks().size();
    kb.ifPresent(
        known -> wanted.removeAll(pipeline.index().vectors(known.building(), wanted).keySet()));
    chunksToEmbed += wanted.size();
  }

  long chunks() {
    return chunks;
  }

  long chunksToEmbed() {
    return chunksToEmbed;
  }

  Duration duration() {
    if (chunksToEmbed == 0) {
      return Duration.ZERO;
    }
    EmbeddingModel model = pipeline.model();
    model.embed(samples.subList(0, 1));
    long begin = System.nanoTime();
    model.embed(samples);
    long each = (System.nanoTime() - begin) / samples.size();
    return Duration.ofNanos(each * chunksToEmbed / model.parallelism());
  }
}

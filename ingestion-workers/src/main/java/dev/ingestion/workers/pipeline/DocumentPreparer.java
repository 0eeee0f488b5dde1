package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.domain.chunking.Chunker;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.workers.pipeline.PreparedDocument.PreparedChunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Parses and cuts documents. Thread-safe. */
public final class DocumentPreparer {
  private final DocumentParser parser;
  private final Chunker chunker;
  private final PipelineFingerprint fingerprint;
  private final StageTimes times;

  DocumentPreparer(
      DocumentParser parser, Chunker chunker, PipelineFingerprint fingerprint, StageTimes times) {
    this.parser = parser;
    this.chunker = chunker;
    this.fingerprint = fingerprint;
    this.times = times;
  }

  /**
   * @throws IngestionException with the parser's code, or EMPTY_DOCUMENT if no chunk comes of it
   */
  public PreparedDocument prepare(
      KnowledgeBaseId kb, DocumentKey document, DocumentContent content) {
    ParsedDocument parsed = times.timed(Stage.PARSE, () -> parser.parse(document.path(), content));
    List<Chunk> chunks = times.timed(Stage.CHUNK, () -> chunker.chunk(parsed));
    if (chunks.isEmpty()) {
      throw new IngestionException(ErrorCode.EMPTY_DOCUMENT, "The document has no text");
    }
    Map<ChunkId, Integer> occurrences = new HashMap<>();
    List<PreparedChunk> prepared = new ArrayList<>(chunks.size());
    for (Chunk chunk : chunks) {
      // By the id of the first one with this text, which is made anyway: a hash of texts is not.
      ChunkId first = ChunkId.of(kb, document, chunk.text(), 0, fingerprint);
      int occurrence = occurrences.merge(first, 1, Integer::sum) - 1;
      ChunkId id =
          occurrence == 0 ? first : ChunkId.of(kb, document, chunk.text(), occurrence, fingerprint);
      prepared.add(new PreparedChunk(id, chunk));
    }
    return new PreparedDocument(parsed, prepared);
  }
}

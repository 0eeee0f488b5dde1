package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.domain.document.ParsedDocument;
import java.util.List;

/** A document that was parsed and cut, with the ids of its chunks. */
public record PreparedDocument(ParsedDocument parsed, List<PreparedChunk> chunks) {
  public PreparedDocument {
    chunks = List.copyOf(chunks);
  }

  public List<ChunkId> chunkIds() {
    return chunks.stream().map(PreparedChunk::id).toList();
  }

  /** A chunk and its id. */
  public record PreparedChunk(ChunkId id, Chunk chunk) {}
}

package dev.ingestion.domain.chunking;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;

/**
 * How a document is cut.
 *
 * @param size most tokens in a chunk's text, at least 16
 * @param overlap most tokens that a chunk repeats from the one before it, less than half of size
 */
public record ChunkingSettings(int size, int overlap) {
  public static final ChunkingSettings DEFAULT = new ChunkingSettings(200, 30);

  public ChunkingSettings {
    if (size < 16 || overlap < 0 || overlap * 2 >= size) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "A chunk of %d tokens with an overlap of %d cannot be made: the size must be at least 16 and the overlap less than half of it"
              .formatted(size, overlap));
    }
  }
}

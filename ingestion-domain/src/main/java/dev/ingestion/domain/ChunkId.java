package dev.ingestion.domain;

import java.util.HexFormat;

/**
 * Names a chunk: a hash of everything that makes it what it is and nothing that does not, so that
 * the same text of the same document under the same pipeline has the same id on every run.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record ChunkId(String hex) {
  /** Bytes of a chunk id in its packed form. */
  public static final int BYTES = 16;

  public ChunkId {
    Ids.requireHex("A chunk id", hex, 2 * BYTES);
  }

  /**
   * @param occurrence 0 for the first chunk of the document with this text, 1 for the second, …
   */
  public static ChunkId of(
      KnowledgeBaseId kb,
      DocumentKey document,
      String text,
      int occurrence,
      PipelineFingerprint pipeline) {
    return new ChunkId(
        new Digest()
            .add(kb.value())
            .add(document.source().value())
            .add(document.path())
            .add(text)
            .add(occurrence)
            .add(pipeline.hex())
            .hex(BYTES));
  }

  public static ChunkId ofBytes(byte[] packed, int offset) {
    return new ChunkId(HexFormat.of().formatHex(packed, offset, offset + BYTES));
  }

  public byte[] toBytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}

package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChunkIdTest {
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("kb");
  private static final DocumentKey DOCUMENT = new DocumentKey(SourceName.DEFAULT, "a.md");
  private static final PipelineFingerprint PIPELINE = new PipelineFingerprint("0".repeat(32));

  @Test
  void theSameChunkHasTheSameIdOnEveryRun() {
    assertThat(ChunkId.of(KB, DOCUMENT, "text", 0, PIPELINE))
        .isEqualTo(ChunkId.of(KB, DOCUMENT, "text", 0, PIPELINE));
  }

  @Test
  void everyIngredientMakesAnotherId() {
    List<ChunkId> ids =
        List.of(
            ChunkId.of(KB, DOCUMENT, "text", 0, PIPELINE),
            ChunkId.of(new KnowledgeBaseId("kc"), DOCUMENT, "text", 0, PIPELINE),
            ChunkId.of(KB, new DocumentKey(new SourceName("other"), "a.md"), "text", 0, PIPELINE),
            ChunkId.of(KB, new DocumentKey(SourceName.DEFAULT, "b.md"), "text", 0, PIPELINE),
            ChunkId.of(KB, DOCUMENT, "Text", 0, PIPELINE),
            ChunkId.of(KB, DOCUMENT, "text", 1, PIPELINE),
            ChunkId.of(KB, DOCUMENT, "text", 0, new PipelineFingerprint("1".repeat(32))));

    assertThat(Set.copyOf(ids)).hasSameSizeAs(ids);
  }

  @Test
  void anIdComesBackFromItsPackedForm() {
    ChunkId id = ChunkId.of(KB, DOCUMENT, "text", 3, PIPELINE);
    byte[] packed = new byte[ChunkId.BYTES + 5];
    System.arraycopy(id.toBytes(), 0, packed, 5, ChunkId.BYTES);

    assertThat(ChunkId.ofBytes(packed, 5)).isEqualTo(id);
  }
}

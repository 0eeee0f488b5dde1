package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.WorkItem;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private static final List<WorkItem> ITEMS =
      List.of(
          item(1, "ä.md", 0, "one"), item(2, "b.md", 0, ""), item(1, "ä.md", 1, "\uD83D\uDE80"));

  @Test
  void aBatchComesBackAsItWas() {
    assertThat(BatchCodec.decode(BatchCodec.encode(ITEMS))).isEqualTo(ITEMS);
    assertThat(BatchCodec.decode(BatchCodec.encode(List.of()))).isEmpty();
  }

  @Test
  void aDocumentIsWrittenOnceHoweverManyChunksItHas() {
    String path = "p".repeat(500);
    int one = BatchCodec.encode(List.of(item(1, path, 0, "x"))).length;
    int two = BatchCodec.encode(List.of(item(1, path, 0, "x"), item(1, path, 1, "x"))).length;

    assertThat(two - one).isLessThan(100);
  }

  @Test
  void anUnfinishedOrUnknownBatchIsDamage() {
    byte[] bytes = BatchCodec.encode(ITEMS);
    for (int length = 0; length < bytes.length; length++) {
      assertDamaged(Arrays.copyOf(bytes, length));
    }
    byte[] newer = bytes.clone();
    newer[0] = 99;
    assertDamaged(newer);
  }

  private static void assertDamaged(byte[] bytes) {
    assertThatThrownBy(() -> BatchCodec.decode(bytes))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
  }

  private static WorkItem item(long generation, String path, int ordinal, String text) {
    return new WorkItem(
        new Generation(generation),
        new DocumentKey(SourceName.DEFAULT, path),
        "Title",
        new ChunkId("%032x".formatted(ordinal)),
        new Chunk(ordinal, text, List.of("Part"), 3, 10, 10 + text.length()));
  }
}

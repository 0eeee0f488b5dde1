package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ByteSize;
import org.junit.jupiter.api.Test;

class LuceneConfigTest {
  @Test
  void aBufferOutsideItsBoundsIsRefusedWithTheBounds() {
    assertThatThrownBy(() -> new LuceneConfig(new ByteSize(1000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lucene.ram-buffer is 1000 bytes; choose 1 MiB to 1 GiB");
    assertThatThrownBy(() -> new LuceneConfig(ByteSize.ofMegabytes(2048)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stagingAndShowingShareTheBuffer() {
    LuceneConfig config = new LuceneConfig(ByteSize.ofMegabytes(32));

    assertThat(config.stagingMegabytes()).isEqualTo(8);
    assertThat(config.promotionMegabytes()).isEqualTo(24);
  }
}

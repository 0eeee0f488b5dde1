package dev.ingestion.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSizeTest {
  @Test
  void sizesReadAsAPersonWouldWriteThem() {
    assertThat(new ByteSize(0)).hasToString("0 bytes");
    assertThat(new ByteSize(1023)).hasToString("1023 bytes");
    assertThat(new ByteSize(1536)).hasToString("1.5 KiB");
    assertThat(ByteSize.ofMegabytes(64)).hasToString("64 MiB");
    assertThat(new ByteSize(Long.MAX_VALUE).toString()).endsWith(" TiB");
  }

  @Test
  void aSizeIsNotNegative() {
    assertThatThrownBy(() -> new ByteSize(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ByteSize.ofMegabytes(Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }
}

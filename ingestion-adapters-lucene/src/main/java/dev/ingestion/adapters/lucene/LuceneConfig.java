package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.ByteSize;

/**
 * Settings of the index.
 *
 * @param ramBuffer memory for what was indexed and not yet written to a segment, for each open
 *     index; 1 MiB to 1 GiB
 */
public record LuceneConfig(ByteSize ramBuffer) {
  private static final ByteSize LEAST = ByteSize.ofMegabytes(1);
  private static final ByteSize MOST = ByteSize.ofMegabytes(1024);

  public LuceneConfig {
    if (ramBuffer.bytes() < LEAST.bytes() || ramBuffer.bytes() > MOST.bytes()) {
      throw new IllegalArgumentException(
          "lucene.ram-buffer is %s; choose %s to %s".formatted(ramBuffer, LEAST, MOST));
    }
  }

  /** Of the buffer, for what is staged: that is stored at once, and only its keys are kept. */
  double stagingMegabytes() {
    return megabytes() / 4;
  }

  /** The rest, for words and vectors: the more there are, the larger the graphs that are built. */
  double promotionMegabytes() {
    return megabytes() - stagingMegabytes();
  }

  private double megabytes() {
    return ramBuffer.bytes() / (1024.0 * 1024.0);
  }
}

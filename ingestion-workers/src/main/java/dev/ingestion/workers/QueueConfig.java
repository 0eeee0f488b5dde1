package dev.ingestion.workers;

import dev.ingestion.domain.ByteSize;
import java.time.Duration;

/**
 * How much may wait between producer and consumers, and how long a claim on it holds.
 *
 * @param maxChunks most chunks of a knowledge base that wait; the producer pauses above
 * @param maxBytes most bytes of them
 * @param lease how long a claim holds unless it is extended; a dead worker's work is taken up after
 *     it
 */
public record QueueConfig(long maxChunks, ByteSize maxBytes, Duration lease) {
  public QueueConfig {
    if (maxChunks < 1 || maxBytes.bytes() < 1 || lease.toMillis() < 100) {
      throw new IllegalArgumentException(
          "max-chunks and max-bytes must be at least 1 and lease at least 100 ms");
    }
  }
}

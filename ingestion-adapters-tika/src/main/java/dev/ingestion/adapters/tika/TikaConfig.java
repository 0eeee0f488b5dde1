package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.Durations;
import java.time.Duration;

/**
 * What parsing one document may cost.
 *
 * @param timeout from the moment its content is opened
 * @param stallTimeout without getting any further
 * @param maxDepth how deep documents may be embedded in documents
 * @param maxEmbedded how many documents may be embedded in one, at all depths together
 * @param maxInput most bytes of the document itself
 * @param maxOutput most characters of text
 * @param maxUnpacked most bytes that the documents embedded in one may have together
 */
public record TikaConfig(
    Duration timeout,
    Duration stallTimeout,
    int maxDepth,
    int maxEmbedded,
    ByteSize maxInput,
    int maxOutput,
    ByteSize maxUnpacked) {
  public TikaConfig {
    require(timeout.toMillis() > 0, "timeout", Durations.inWords(timeout));
    require(stallTimeout.toMillis() > 0, "stall-timeout", Durations.inWords(stallTimeout));
    require(maxDepth > 0, "max-depth", maxDepth);
    require(maxEmbedded > 0, "max-embedded", maxEmbedded);
    require(maxInput.bytes() > 0, "max-input", maxInput);
    require(maxOutput > 0 && maxOutput <= 100_000_000, "max-output", maxOutput);
    require(maxUnpacked.bytes() > 0, "max-unpacked", maxUnpacked);
  }

  private static void require(boolean valid, String key, Object value) {
    if (!valid) {
      throw new IllegalArgumentException("parser.%s cannot be %s".formatted(key, value));
    }
  }
}

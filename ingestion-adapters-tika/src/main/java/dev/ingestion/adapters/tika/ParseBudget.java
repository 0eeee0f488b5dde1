package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one document has cost so far. Whoever would exceed a limit gets an exception, and so does
 * everybody after that, since parsers swallow exceptions. For the one thread that parses.
 */
final class ParseBudget {
  private static final int MAX_BYTES_PER_CHARACTER = 4;
  private static final long HARMLESS_BYTES = 16L << 20;

  /** Sheets of the same number over and over come to 50. */
  private static final long HIGHEST_PACKING_RATIO = 150;

  private final TikaConfig limits;
  private final Runnable progress;
  private long output;
  private int embedded;
  private long unpacked;
  private @Nullable IngestionException exceeded;

  /**
   * @param progress called at every step
   */
  ParseBudget(TikaConfig limits, Runnable progress) {
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * @param waiting characters that were read and will be text
   */
  void requireRoom(int waiting) {
    requireAllowed();
    if (output + waiting > limits.maxOutput()) {
      throw exceed(
          "its text has more than %,d characters; parser.max-output allows no more"
              .formatted(limits.maxOutput()));
    }
  }

  void spendOutput(int characters) {
    requireRoom(characters);
    output += characters;
  }

  /**
   * @param depth 1 for a document in the document itself
   */
  void spendEmbedded(int depth) {
    requireAllowed();
    if (depth > limits.maxDepth()) {
      throw exceed(
          "documents are embedded in it more than %d deep; parser.max-depth allows no more"
              .formatted(limits.maxDepth()));
    }
    if (++embedded > limits.maxEmbedded()) {
      throw exceed(
          "it holds more than %,d documents; parser.max-embedded allows no more"
              .formatted(limits.maxEmbedded()));
    }
  }

  void spendUnpacked(long bytes) {
    unpacked += bytes;
    requireUnpackable(0);
  }

  /**
   * @param bytes that would be unpacked
   */
  void requireUnpackable(long bytes) {
    requireAllowed();
    if (unpacked + bytes > limits.maxUnpacked().bytes()) {
      throw exceed(
          "it unpacks to more than %s; parser.max-unpacked allows no more"
              .formatted(limits.maxUnpacked()));
    }
  }

  /**
   * @param bytes of something that a parser takes into memory
   * @param packed bytes that it takes in the document
   */
  void requireHonestPacking(long bytes, long packed) {
    if (bytes > HARMLESS_BYTES && bytes > HIGHEST_PACKING_RATIO * Math.max(1, packed)) {
      throw exceed("it unpacks to far more than its size, as no honest document does");
    }
  }

  /**
   * @return the whole of a stream that is text, or nearly only text
   */
  byte[] readText(InputStream in) throws IOException {
    long most = (long) MAX_BYTES_PER_CHARACTER * limits.maxOutput();
    byte[] bytes = in.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
    if (bytes.length > most) {
      throw exceed(
          "it has more bytes than %,d characters of text can have; parser.max-output allows no more"
              .formatted(limits.maxOutput()));
    }
    return bytes;
  }

  /** Throws what was thrown when a limit was exceeded, if one was. */
  void requireAllowed() {
    progress.run();
    if (exceeded != null) {
      throw exceeded;
    }
  }

  private IngestionException exceed(String what) {
    exceeded = new IngestionException(ErrorCode.PARSE_LIMIT_EXCEEDED, "Given up: " + what);
    return exceeded;
  }
}

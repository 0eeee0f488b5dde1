package dev.ingestion.ports.out;

import dev.ingestion.domain.ErrorCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Walks a source in {@link dev.ingestion.domain.DocumentKey#PATH_ORDER}, each path once. Used by
 * one thread, closed by it. Memory does not grow with the source.
 */
public interface SourceListing extends AutoCloseable {
  /**
   * @return the next entry, empty at the end
   * @throws dev.ingestion.domain.IngestionException SOURCE_UNAVAILABLE if the source broke off:
   *     what was not listed is unknown, not deleted
   */
  Optional<Entry> next();

  @Override
  void close();

  /** What a source has at a path. */
  sealed interface Entry {
    String path();

    /**
     * A document.
     *
     * @param stamp equal stamps promise equal content; null if the source can promise nothing
     * @param size in bytes, -1 if unknown
     */
    record Document(String path, @Nullable String stamp, long size) implements Entry {}

    /** Something that will not be read, and why: a link that leaves the root, a device. */
    record Refused(String path, ErrorCode code, String reason) implements Entry {}

    /**
     * A subtree that could not be listed. Documents below it are unknown, not deleted.
     *
     * @param path of the subtree, ending in {@code /}; empty never
     */
    record Unlistable(String path, String reason) implements Entry {}
  }
}

package dev.ingestion.adapters.db;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import org.jspecify.annotations.Nullable;

/** Texts in columns. */
final class StoredText {
  private static final int MOST_CHARACTERS = 4_000;

  private StoredText() {}

  /**
   * @param <E> an enum whose constants' names are stored
   * @throws IngestionException STORAGE_CORRUPT if the text is none of them
   */
  static <E extends Enum<E>> E constant(Class<E> type, String text) {
    try {
      return Enum.valueOf(type, text);
    } catch (IllegalArgumentException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT,
          "The database has '%s' where one of %s is expected".formatted(text, type.getSimpleName()),
          e);
    }
  }

  /** {@link #constant} for a column that may be empty. */
  static <E extends Enum<E>> @Nullable E constantOrNull(Class<E> type, @Nullable String text) {
    return text == null ? null : constant(type, text);
  }

  /** A text that only people read, cut to a length that a column holds. */
  static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}

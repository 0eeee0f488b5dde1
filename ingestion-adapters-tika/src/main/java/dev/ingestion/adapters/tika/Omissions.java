package dev.ingestion.adapters.tika;

import dev.ingestion.domain.IngestionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Embedded documents that could not be read although the document around them could. */
final class Omissions {
  private static final int MOST_NAMED = 10;

  private final List<String> named = new ArrayList<>();
  private int count;
  private @Nullable IngestionException first;

  void add(List<String> place, IngestionException reason) {
    count++;
    if (named.size() < MOST_NAMED) {
      named.add("%s (%s)".formatted(String.join(" > ", place), reason.getMessage()));
    }
    if (first == null) {
      first = reason;
    }
  }

  Optional<IngestionException> first() {
    return Optional.ofNullable(first);
  }

  void report(Logger log, String document) {
    if (count > 0) {
      log.warn("{}: {} of the documents in it are left out: {}", document, count, named);
    }
  }
}

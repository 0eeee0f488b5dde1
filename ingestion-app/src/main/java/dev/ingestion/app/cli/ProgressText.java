package dev.ingestion.app.cli;

import dev.ingestion.domain.Durations;
import dev.ingestion.domain.job.IngestionState;
import java.util.ArrayList;
import java.util.List;

/** Says in one line where a running job stands. */
final class ProgressText {
  private ProgressText() {}

  static String of(IngestionState state) {
    List<String> parts = new ArrayList<>();
    parts.add(Words.count(state.documents().seen(), "document"));
    parts.add(
        "%s of %s"
            .formatted(
                Words.count(state.chunks().indexed()),
                Words.count(state.chunks().queued(), "chunk")));
    if (state.rate() > 0) {
      parts.add(Words.rate(state.rate()));
    }
    if (state.eta() != null && !state.eta().isZero()) {
      parts.add(Durations.inWords(state.eta()) + " left");
    }
    if (state.waiting() != null) {
      parts.add("waiting: " + Words.oneLine(state.waiting()));
    }
    return String.join(", ", parts);
  }
}

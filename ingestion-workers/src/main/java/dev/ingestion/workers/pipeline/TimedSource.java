package dev.ingestion.workers.pipeline;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;

/** A source of which it is measured how long its documents take to be read. Thread-safe. */
public record TimedSource(DocumentSource source, StageTimes times) implements DocumentSource {
  @Override
  public SourceListing list() {
    return source.list();
  }

  @Override
  public FetchedDocument fetch(String path) {
    return times.timed(Stage.READ, () -> source.fetch(path));
  }
}

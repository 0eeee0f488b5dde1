package dev.ingestion.app.engine;

import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.SourceSettings;
import java.nio.file.Path;

/** Folders named relative to another, so that a knowledge base can be copied with its sources. */
final class MovingSources implements DocumentSourceProvider {
  private final DocumentSourceProvider folders;
  private final Path above;

  MovingSources(DocumentSourceProvider folders, Path above) {
    this.folders = folders;
    this.above = above;
  }

  @Override
  public String canonicalRoot(String root) {
    return root;
  }

  @Override
  public DocumentSource open(SourceSettings settings) {
    return folders.open(
        new SourceSettings(
            settings.name(),
            settings.kind(),
            above.resolve(settings.root()).toString(),
            settings.include(),
            settings.exclude(),
            settings.hidden()));
  }
}

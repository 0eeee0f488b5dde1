package dev.ingestion.testkit.memory;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceSettings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Folders by the names of their roots; patterns are not looked at. Thread-safe. */
public final class InMemorySources implements DocumentSourceProvider {
  private final Map<String, InMemoryFolder> folders = new ConcurrentHashMap<>();

  /** The folder of a root, made if there was none. */
  public InMemoryFolder folder(String root) {
    return folders.computeIfAbsent(root, name -> new InMemoryFolder());
  }

  @Override
  public String canonicalRoot(String root) {
    return root;
  }

  @Override
  public DocumentSource open(SourceSettings settings) {
    return new DocumentSource() {
      @Override
      public SourceListing list() {
        return existing().list();
      }

      @Override
      public FetchedDocument fetch(String path) {
        return existing().fetch(path);
      }

      private InMemoryFolder existing() {
        InMemoryFolder folder = folders.get(settings.root());
        if (folder == null) {
          throw new IngestionException(
              ErrorCode.SOURCE_NOT_FOUND, "There is no folder " + settings.root());
        }
        return folder;
      }
    };
  }
}

package dev.ingestion.ports.out;

import dev.ingestion.domain.SourceName;
import java.util.List;

/**
 * A named source of a knowledge base. Continuing it with another kind, root or other patterns is a
 * conflict, since every document that it no longer lists would count as deleted.
 *
 * @param kind the name under which its {@link DocumentSourceProvider} is registered
 * @param root a folder's absolute path, or a URL
 * @param include globs of the paths to take; empty for all
 * @param exclude globs of the paths to leave out
 * @param hidden whether hidden files and folders are taken
 */
public record SourceSettings(
    SourceName name,
    String kind,
    String root,
    List<String> include,
    List<String> exclude,
    boolean hidden) {
  public SourceSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }
}

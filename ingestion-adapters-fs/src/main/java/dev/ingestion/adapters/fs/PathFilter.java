package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.SourceSettings;
import java.util.List;

/**
 * Which paths of a folder are documents: those that an include pattern matches, if there are any,
 * and that are neither hidden nor excluded, nor below a folder that is.
 */
final class PathFilter {
  private final List<Glob> include;
  private final List<Glob> exclude;
  private final boolean hidden;

  PathFilter(SourceSettings settings) {
    include = settings.include().stream().map(Glob::new).toList();
    exclude = settings.exclude().stream().map(Glob::new).toList();
    hidden = settings.hidden();
  }

  /**
   * @param path of a file whose folders were all {@linkplain #walks walked}
   */
  boolean takes(String path) {
    return isShown(path)
        && (include.isEmpty() || include.stream().anyMatch(glob -> glob.matches(path)))
        && exclude.stream().noneMatch(glob -> glob.matches(path));
  }

  /**
   * @param path of a folder whose own folders were all walked
   */
  boolean walks(String path) {
    return isShown(path)
        && exclude.stream().noneMatch(glob -> glob.matches(path) || glob.matchesAllBelow(path));
  }

  private boolean isShown(String path) {
    return hidden || path.charAt(path.lastIndexOf('/') + 1) != '.';
  }
}

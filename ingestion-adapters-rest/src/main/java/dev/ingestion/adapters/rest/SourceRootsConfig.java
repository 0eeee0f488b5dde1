package dev.ingestion.adapters.rest;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The key {@code ingestion.api.source-roots}.
 *
 * @param sourceRoots folders that may be read for whoever asks over the API, separated like those
 *     of PATH; empty for none
 */
public record SourceRootsConfig(String sourceRoots) {
  public SourceRootsConfig {
    for (Path root : split(sourceRoots)) {
      if (!root.isAbsolute()) {
        throw new IllegalArgumentException("api.source-roots must be absolute paths: " + root);
      }
    }
  }

  List<Path> roots() {
    return split(sourceRoots);
  }

  private static List<Path> split(String roots) {
    return Stream.of(roots.split(Pattern.quote(File.pathSeparator)))
        .filter(root -> !root.isBlank())
        .map(Path::of)
        .toList();
  }
}

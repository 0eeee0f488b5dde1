package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folders of this machine that may become sources for whoever asks over the API. Thread-safe.
 */
final class SourceRoots {
  private static final String WHAT_TO_DO =
      "The server's setting ingestion.api.source-roots (INGESTION_API_SOURCE_ROOTS) names the"
          + " folders that may be read";

  private final List<Path> roots;

  @Inject
  SourceRoots(SourceRootsConfig config) {
    this.roots = config.roots();
  }

  /**
   * @param given a path on this machine, as a client names it
   * @return the same without symbolic links, so that none that is changed later leads elsewhere
   * @throws IngestionException INVALID_ARGUMENT if it is relative, is no path, or leads to what
   *     does not lie under one of the roots
   */
  String require(String given) {
    Path path = path(given);
    if (!path.isAbsolute()) {
      throw refused(given, "a path over the API is one on the server, and must be absolute");
    }
    if (roots.isEmpty()) {
      throw refused(given, "no folder may be read over the API");
    }
    Path real = real(path.normalize());
    if (roots.stream().noneMatch(root -> real.startsWith(real(root.normalize())))) {
      throw refused(
          given,
          "it does not lie under %s"
              .formatted(roots.stream().map(Path::toString).collect(Collectors.joining(" or "))));
    }
    return real.toString();
  }

  private static Path path(String given) {
    try {
      return Path.of(given);
    } catch (InvalidPathException e) {
      throw refused(given, "it is no path");
    }
  }

  /** Without symbolic links, as far as there is anything. */
  private static Path real(Path absolute) {
    try {
      return absolute.toRealPath();
    } catch (IOException e) {
      if (Files.isSymbolicLink(absolute)) {
        throw refused(absolute.toString(), "it is a link that leads nowhere yet");
      }
      Path parent = absolute.getParent();
      return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }
  }

  private static IngestionException refused(String given, String why) {
    String shown = given.replaceAll("\\p{Cntrl}", "?");
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "Cannot read %s for a client: %s. %s".formatted(shown, why, WHAT_TO_DO));
  }
}

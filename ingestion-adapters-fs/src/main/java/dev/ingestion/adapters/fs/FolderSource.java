package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** The files below one folder. */
final class FolderSource implements DocumentSource {
  /** Most names of one folder that are sorted in memory. */
  private static final int NAMES_IN_MEMORY = 100_000;

  /**
   * A listing that is dealt with faster needs one look at each file; a change within this time may
   * be left to the next one. What is read is looked at again anyway.
   */
  private static final Duration LOOK_HOLDS = Duration.ofSeconds(1);

  private final String root;
  private final PathFilter filter;
  private final Path dataRoot;
  private final FileReader reader;
  private final TemporaryFiles temporaryFiles;

  /**
   * @param dataRoot nothing below it is offered
   */
  FolderSource(
      String root,
      PathFilter filter,
      Path dataRoot,
      FileReader reader,
      TemporaryFiles temporaryFiles) {
    this.root = root;
    this.filter = filter;
    this.dataRoot = dataRoot;
    this.reader = reader;
    this.temporaryFiles = temporaryFiles;
  }

  @Override
  public SourceListing list() {
    return list(NAMES_IN_MEMORY, LOOK_HOLDS);
  }

  SourceListing list(int namesInMemory, Duration lookHolds) {
    FolderRoot folder = FolderRoot.of(root);
    try {
      FolderNames names =
          new FolderNames(folder.path(), filter, dataRoot, temporaryFiles, namesInMemory);
      return new FolderListing(folder, names, lookHolds);
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.SOURCE_UNAVAILABLE,
          "Cannot list the folder %s: %s".formatted(root, Reasons.of(e)),
          e);
    }
  }

  @Override
  public FetchedDocument fetch(String path) {
    FolderRoot folder = FolderRoot.of(root);
    try {
      Path file = Path.of(path);
      if (path.isEmpty() || file.isAbsolute() || !file.normalize().equals(file)) {
        throw new IngestionException(ErrorCode.OUTSIDE_ROOT, notAsListed(path, folder.path()));
      }
      return reader.read(folder, path);
    } catch (InvalidPathException e) {
      throw unreadable(path, e.getReason(), e);
    } catch (ClosedByInterruptException e) {
      throw new IngestionException(
          ErrorCode.SOURCE_UNAVAILABLE, "Interrupted while reading '%s'".formatted(path), e);
    } catch (IOException e) {
      throw unreadable(path, Reasons.of(e), e);
    }
  }

  /** Completion in a shell gives other names of what is below the root. */
  private String notAsListed(String path, Path folder) {
    Path meant = folder.resolve(path).normalize();
    return meant.startsWith(folder) && !meant.equals(folder)
        ? "'%s' is not named as it is listed: give its path relative to %s, that is %s"
            .formatted(path, root, folder.relativize(meant))
        : "'%s' is no path below %s".formatted(path, root);
  }

  private static IngestionException unreadable(String path, String why, Exception cause) {
    return new IngestionException(
        ErrorCode.DOCUMENT_UNREADABLE, "Cannot read '%s': %s".formatted(path, why), cause);
  }
}

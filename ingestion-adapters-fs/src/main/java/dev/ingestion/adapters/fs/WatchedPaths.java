package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Which paths of a source count when they change: those that a listing would show. */
final class WatchedPaths {
  private final FolderRoot root;
  private final PathFilter filter;
  private final DataRoot dataRoot;

  WatchedPaths(FolderRoot root, PathFilter filter, DataRoot dataRoot) {
    this.root = root;
    this.filter = filter;
    this.dataRoot = dataRoot;
  }

  Path root() {
    return root.path();
  }

  boolean takes(Path path) {
    return filter.takes(relative(path));
  }

  /** Whether it is a folder whose content counts; our own data does not, or we would never rest. */
  boolean walks(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
        && (path.equals(root.path()) || filter.walks(relative(path)))
        && !isDataRoot(path);
  }

  private boolean isDataRoot(Path path) {
    try {
      return Files.isSameFile(path, dataRoot.path());
    } catch (IOException e) {
      return false; // one of both is not there, so it is no data root that anybody writes to
    }
  }

  private String relative(Path path) {
    return root.path().relativize(path).toString();
  }
}

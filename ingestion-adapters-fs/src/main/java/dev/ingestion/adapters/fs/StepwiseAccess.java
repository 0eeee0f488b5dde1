package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens one component of a path after the other, each relative to the folder that is already open,
 * and none that is a link. Nothing can be swapped in between.
 */
final class StepwiseAccess implements FolderAccess {
  private final Path root;

  StepwiseAccess(Path root) {
    this.root = root;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  public SecureDirectoryStream<Path> openFolder(Path path) throws IOException {
    SecureDirectoryStream<Path> folder =
        (SecureDirectoryStream<Path>) Files.newDirectoryStream(root);
    if (path.toString().isEmpty()) {
      return folder;
    }
    for (Path name : path) {
      try (SecureDirectoryStream<Path> parent = folder) {
        folder = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return folder;
  }

  @Override
  public SeekableByteChannel openFile(Path path) throws IOException {
    Path parent = path.getParent();
    try (SecureDirectoryStream<Path> folder = openFolder(parent == null ? Path.of("") : parent)) {
      return folder.newByteChannel(
          path.getFileName(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
  }
}

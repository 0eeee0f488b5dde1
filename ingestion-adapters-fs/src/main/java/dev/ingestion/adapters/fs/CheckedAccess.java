package dev.ingestion.adapters.fs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens a path and looks afterwards whether it led through a link. For systems that cannot open
 * relative to an open folder (Windows, and macOS under Java 17); somebody who swaps a folder for a
 * link and back within microseconds gets past it.
 */
final class CheckedAccess implements FolderAccess {
  private final Path root;

  CheckedAccess(Path root) {
    this.root = root;
  }

  @Override
  @SuppressWarnings("StreamResourceLeak") // the caller closes it
  public DirectoryStream<Path> openFolder(Path path) throws IOException {
    return checked(path, Files.newDirectoryStream(root.resolve(path)));
  }

  @Override
  public SeekableByteChannel openFile(Path path) throws IOException {
    return checked(
        path,
        Files.newByteChannel(
            root.resolve(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  private <T extends Closeable> T checked(Path path, T opened) throws IOException {
    boolean passed = false;
    try {
      Path meant = root.resolve(path).normalize();
      if (!meant.toRealPath().equals(meant)) {
        throw new FileSystemException(meant.toString(), null, "it leads through a link");
      }
      passed = true;
      return opened;
    } finally {
      if (!passed) {
        opened.close();
      }
    }
  }
}

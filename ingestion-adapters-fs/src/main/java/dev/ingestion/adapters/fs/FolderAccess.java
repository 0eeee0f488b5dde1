package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;

/**
 * Opens what stands below a folder in such a way that no link on the way is followed, also not one
 * that is put there at this very moment.
 */
interface FolderAccess {
  /**
   * @param path relative to the root; empty for the root itself
   */
  DirectoryStream<Path> openFolder(Path path) throws IOException;

  SeekableByteChannel openFile(Path path) throws IOException;

  /** How to get at what stands below a root. */
  interface Factory {
    /**
     * @param root its real path
     */
    FolderAccess below(Path root) throws IOException;
  }

  /** The safest way that the file system offers. */
  static FolderAccess below(Path root) throws IOException {
    try (DirectoryStream<Path> probe = Files.newDirectoryStream(root)) {
      return probe instanceof SecureDirectoryStream<?>
          ? new StepwiseAccess(root)
          : new CheckedAccess(root);
    }
  }
}

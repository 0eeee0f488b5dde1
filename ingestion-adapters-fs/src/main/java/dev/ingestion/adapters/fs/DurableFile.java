package dev.ingestion.adapters.fs;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Replaces files so that after a crash, also of the machine, the old or the new one is there. */
final class DurableFile {
  private DurableFile() {}

  /** Where {@link #replace} writes first; what a crash leaves there is overwritten next time. */
  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /** Must not be called for one file by two threads at once. */
  static void replace(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    // A stream and not a channel: an interrupt cannot close it half way.
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolderOf(file);
  }

  /** Makes what was created, renamed or removed in the file's folder survive a loss of power. */
  static void syncFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}

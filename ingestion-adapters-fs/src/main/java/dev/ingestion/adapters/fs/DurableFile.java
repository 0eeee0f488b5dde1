package dev.ingestion.adapters.fs;

import dev.ingestion.domain.Uninterrupted;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces files so that after a crash, also of the machine, the old or the new one is there. Each
 * step is a method, so that a test can come between any two.
 */
class DurableFile {
  /** Where {@link #replace} writes first; what a crash leaves there is overwritten next time. */
  static Path temporary(Path file) {
    return file.resolveSibling(file.getFileName() + ".tmp");
  }

  /** Must not be called for one file by two threads at once. */
  final void replace(Path file, byte[] content) throws IOException {
    Uninterrupted.run(() -> write(file, content));
  }

  private void write(Path file, byte[] content) throws IOException {
    Path temporary = temporary(file);
    try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
      write(out, content);
      sync(out);
    }
    rename(temporary, file);
    syncFolderOf(file);
  }

  void write(FileOutputStream out, byte[] content) throws IOException {
    out.write(content);
  }

  void sync(FileOutputStream out) throws IOException {
    out.getFD().sync();
  }

  void rename(Path temporary, Path file) throws IOException {
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes what was created, renamed or removed in the file's folder survive a loss of power. */
  void syncFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}

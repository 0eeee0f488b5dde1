package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.tika.io.TemporaryResources;
import org.jspecify.annotations.Nullable;

/** Where documents lie that a parser can only read from a file; each goes when it is parsed. */
final class TemporaryFolder {
  private final Path path;

  TemporaryFolder(Path path) {
    this.path = path;
  }

  /** A new folder within this one. */
  TemporaryFolder create() throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(Files.createDirectories(path), "parser-"));
  }

  Path path() {
    return path;
  }

  /** Files for one document, made when they are needed and deleted when this is closed. */
  TemporaryResources open() {
    return new TemporaryResources() {
      /** The suffix would be the document's, of which a file system may not take every one. */
      @Override
      public Path createTempFile(String suffix) throws IOException {
        setTemporaryFileDirectory(Files.createDirectories(path));
        return super.createTempFile(".tmp");
      }
    };
  }

  /** Deletes every file in it, and leaves the folders to those who know of them. */
  void clear() throws IOException {
    Files.walkFileTree(path, new Deletion(false));
  }

  /** Deletes it with all that is in it, if it is there. */
  void delete() throws IOException {
    Files.walkFileTree(path, new Deletion(true));
  }

  /** What is deleted may be going by itself at the same time. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    private final boolean folders;

    Deletion(boolean folders) {
      this.folders = folders;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      if (folders) {
        Files.deleteIfExists(folder);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}

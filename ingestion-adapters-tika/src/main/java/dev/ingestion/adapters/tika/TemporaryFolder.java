package dev.ingestion.adapters.tika;

import dev.ingestion.ports.out.DataRoot;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.tika.io.TemporaryResources;

/** Where documents lie that a parser can only read from a file; each goes when it is parsed. */
final class TemporaryFolder {
  private final Path path;

  @Inject
  TemporaryFolder(DataRoot dataRoot) {
    this.path = dataRoot.own("tmp").resolve("parser");
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

  /** Deletes what a process left that died while it parsed. */
  void clear() throws IOException {
    if (Files.isDirectory(path)) {
      for (Path leftover : files()) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.toList();
    }
  }
}

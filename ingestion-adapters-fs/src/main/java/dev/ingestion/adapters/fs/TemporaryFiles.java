package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files that live no longer than this process. It owns the data root when it starts, so what lies
 * there then is left over from a process that died.
 */
final class TemporaryFiles implements ManagedResource {
  private final Path folder;

  @Inject
  TemporaryFiles(DataRoot dataRoot) {
    folder = dataRoot.own("tmp").resolve("fs");
  }

  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  @Override
  public void start() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder)) {
      for (Path leftover : leftovers) {
        Files.delete(leftover);
      }
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "Cannot remove temporary files from %s: %s".formatted(folder, Reasons.of(e)),
          e);
    }
  }

  /**
   * @return a new empty file; whoever asked for it deletes it
   */
  Path create(String prefix) throws IOException {
    Files.createDirectories(folder);
    return Files.createTempFile(folder, prefix + "-", ".tmp");
  }

  /** Does nothing: every file is deleted by its user. */
  @Override
  public void close() {}
}

package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.HealthCheck;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the data root can be written to, and enough is left of its disk. */
final class DiskSpaceCheck implements HealthCheck {
  private final Path root;
  private final ByteSize least;

  @Inject
  DiskSpaceCheck(DataRoot root, DiskSpaceConfig config) {
    this.root = root.path();
    this.least = config.minFreeSpace();
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Optional<String> problem() {
    if (!Files.isWritable(root)) {
      return Optional.of(
          "The data root %s is not there or cannot be written to; see whether its disk is mounted and whose it is"
              .formatted(root));
    }
    try {
      ByteSize left = new ByteSize(Files.getFileStore(root).getUsableSpace());
      return left.bytes() >= least.bytes()
          ? Optional.empty()
          : Optional.of(
              "Of the disk of the data root %s only %s are left, less than %s (ingestion.health.min-free-space); make room there"
                  .formatted(root, left, least));
    } catch (IOException e) {
      return Optional.of(
          "It cannot be found out what is left of the disk of the data root %s: %s"
              .formatted(root, Reasons.of(e)));
    }
  }
}

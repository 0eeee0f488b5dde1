package dev.ingestion.adapters.fs;

import dev.ingestion.app.engine.DiskStep;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** The real store of snapshots, with a point between any two steps on disk. */
public final class SteppedSnapshots extends DurableFile {
  /** Every point, in the order in which a replacement comes by them. */
  public static final String[] POINTS = {
    "SnapshotFile.write:before",
    "SnapshotFile.write:torn",
    "SnapshotFile.write:after",
    "SnapshotFile.sync:before",
    "SnapshotFile.sync:after",
    "SnapshotFile.rename:before",
    "SnapshotFile.rename:after",
    "SnapshotFile.syncFolder:before",
    "SnapshotFile.syncFolder:after"
  };

  private final DiskStep step;

  private SteppedSnapshots(DiskStep step) {
    this.step = step;
  }

  public static PersistenceStore store(DataRoot root, DiskStep step) {
    return new LocalDiskPersistenceStore(root, new SteppedSnapshots(step));
  }

  @Override
  void write(FileOutputStream out, byte[] content) throws IOException {
    step.at("SnapshotFile.write:before");
    int half = content.length / 2;
    super.write(out, Arrays.copyOf(content, half));
    step.at("SnapshotFile.write:torn");
    super.write(out, Arrays.copyOfRange(content, half, content.length));
    step.at("SnapshotFile.write:after");
  }

  @Override
  void sync(FileOutputStream out) throws IOException {
    step.at("SnapshotFile.sync:before");
    super.sync(out);
    step.at("SnapshotFile.sync:after");
  }

  @Override
  void rename(Path temporary, Path file) throws IOException {
    step.at("SnapshotFile.rename:before");
    super.rename(temporary, file);
    step.at("SnapshotFile.rename:after");
  }

  @Override
  void syncFolderOf(Path file) throws IOException {
    step.at("SnapshotFile.syncFolder:before");
    super.syncFolderOf(file);
    step.at("SnapshotFile.syncFolder:after");
  }
}

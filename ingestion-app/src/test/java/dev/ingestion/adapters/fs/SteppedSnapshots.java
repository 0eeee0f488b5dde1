package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.PersistenceStore;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** The real store of snapshots, with a point to die at between any two steps on disk. */
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

  private final Consumer<String> reached;

  private SteppedSnapshots(Consumer<String> reached) {
    this.reached = reached;
  }

  public static PersistenceStore store(DataRoot root, Consumer<String> reached) {
    return new LocalDiskPersistenceStore(root, new SteppedSnapshots(reached));
  }

  @Override
  void write(FileOutputStream out, byte[] content) throws IOException {
    reached.accept("SnapshotFile.write:before");
    int half = content.length / 2;
    super.write(out, Arrays.copyOf(content, half));
    reached.accept("SnapshotFile.write:torn");
    super.write(out, Arrays.copyOfRange(content, half, content.length));
    reached.accept("SnapshotFile.write:after");
  }

  @Override
  void sync(FileOutputStream out) throws IOException {
    reached.accept("SnapshotFile.sync:before");
    super.sync(out);
    reached.accept("SnapshotFile.sync:after");
  }

  @Override
  void rename(Path temporary, Path file) throws IOException {
    reached.accept("SnapshotFile.rename:before");
    super.rename(temporary, file);
    reached.accept("SnapshotFile.rename:after");
  }

  @Override
  void syncFolderOf(Path file) throws IOException {
    reached.accept("SnapshotFile.syncFolder:before");
    super.syncFolderOf(file);
    reached.accept("SnapshotFile.syncFolder:after");
  }
}

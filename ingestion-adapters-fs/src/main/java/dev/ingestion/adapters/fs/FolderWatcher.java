package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.SourceWatcher;
import jakarta.inject.Inject;

/** Watches folders with what the file system tells. */
final class FolderWatcher implements SourceWatcher {
  private final DataRoot dataRoot;

  @Inject
  FolderWatcher(DataRoot dataRoot) {
    this.dataRoot = dataRoot;
  }

  @Override
  public Watch watch(SourceSettings source, Listener listener) {
    FolderRoot root = FolderRoot.of(source.root());
    return FolderWatch.begin(
        root, new WatchedPaths(root, new PathFilter(source), dataRoot), listener);
  }
}

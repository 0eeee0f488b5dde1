package dev.ingestion.adapters.fs;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;

/** Does something to the files just before or after they are opened, once for each call. */
final class MeddlingAccess implements FolderAccess.Factory {
  /** What is done. */
  interface Meddling<T> {
    T run() throws IOException;
  }

  private final Queue<Meddling<?>> before = new ArrayDeque<>();
  private final Queue<Meddling<?>> after = new ArrayDeque<>();

  void beforeOpening(Meddling<?> meddling) {
    before.add(meddling);
  }

  void afterOpening(Meddling<?> meddling) {
    after.add(meddling);
  }

  @Override
  public FolderAccess below(Path root) throws IOException {
    FolderAccess access = FolderAccess.below(root);
    return new FolderAccess() {
      @Override
      public DirectoryStream<Path> openFolder(Path path) throws IOException {
        return access.openFolder(path);
      }

      @Override
      public SeekableByteChannel openFile(Path path) throws IOException {
        runNext(before);
        SeekableByteChannel channel = access.openFile(path);
        runNext(after);
        return channel;
      }
    };
  }

  private static void runNext(Queue<Meddling<?>> meddlings) throws IOException {
    Meddling<?> next = meddlings.poll();
    if (next != null) {
      next.run();
    }
  }
}

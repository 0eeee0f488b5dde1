package dev.ingestion.adapters.db;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A file of H2 that no interrupt closes, read and written by the thread that asks. H2's own {@code
 * async:} has another thread do it, and to wait for that takes longer than to read a page. Neither
 * is closed by interrupts, since an asynchronous channel has none; it leaves to its executor which
 * thread does the work, and that may be the caller.
 *
 * <p>Thread-safe without a lock: each read and write says where, and the channel takes several at a
 * time.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class UninterruptedFile extends FileBaseDefault {
  static final String SCHEME = "uninterrupted";

  static {
    FilePath.register(new Paths());
  }

  /** On Windows a channel needs threads that wait for what was done; null has the JDK's. */
  private static final @Nullable ExecutorService BY_CALLER =
      File.separatorChar == '\\' ? null : new Caller();

  private final String name;
  private final AsynchronousFileChannel channel;

  private UninterruptedFile(String name, String mode) throws IOException {
    this.name = name;
    this.channel =
        AsynchronousFileChannel.open(Path.of(name), FileUtils.modeToOptions(mode), BY_CALLER);
  }

  /** What H2 is to call a file, so that it is one of these. */
  static String named(Path file) {
    return SCHEME + ":" + file;
  }

  /** Public, for H2 makes them by reflection. */
  public static class Paths extends FilePathWrapper {
    @Override
    public String getScheme() {
      return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
      return new UninterruptedFile(unwrap(name).toString(), mode);
    }
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    return result(channel.read(target, position));
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    return result(channel.write(source, position));
  }

  @Override
  protected void implTruncate(long length) throws IOException {
    channel.truncate(length);
  }

  @Override
  public void force(boolean metadata) throws IOException {
    channel.force(metadata);
  }

  @Override
  public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return channel.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    channel.close();
  }

  @Override
  public String toString() {
    return SCHEME + ":" + name;
  }

  /** What was done, for which nobody waits unless another thread did it. */
  private static int result(Future<Integer> done) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Does everything at once, in the thread that asks for it. */
  private static final class Caller extends AbstractExecutorService {
    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
      return List.of();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long most, TimeUnit unit) {
      return false;
    }
  }
}

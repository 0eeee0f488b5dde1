package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.Uninterrupted;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DataRootInUseException;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.OwnerEndpoint;
import dev.ingestion.ports.out.OwnerNotice;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims the data root for this process. The operating system holds the lock and takes it back when
 * the process ends, however it ends; the file stays and names its last holder. While that lives,
 * the file may also say where it takes commands, and then nobody waits for it to end.
 */
final class DataRootLock implements ManagedResource, OwnerNotice {
  private static final Set<PosixFilePermission> OURS_ALONE =
      PosixFilePermissions.fromString("rw-------");

  // Locks belong to the process, not to us: closing any second channel to a locked file would give
  // the lock away. So who comes second in this process must not even open the file.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final long RETRY_MILLIS = 50;

  private final DataRoot dataRoot;
  private final DataRootLockConfig config;
  private final InstantSource clock;
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private String holder = "";
  private @Nullable Path held;
  private @Nullable FileChannel channel;

  @Inject
  DataRootLock(DataRoot dataRoot, DataRootLockConfig config, InstantSource clock) {
    this.dataRoot = dataRoot;
    this.config = config;
    this.clock = clock;
  }

  @Override
  public Phase phase() {
    return Phase.LOCK;
  }

  @Override
  public void start() {
    try {
      if (!Files.isDirectory(dataRoot.path())) { // a link to a folder is one, but cannot be created
        Files.createDirectories(dataRoot.path());
      }
      Path file = dataRoot.path().toRealPath().resolve(dataRoot.own("lock").getFileName());
      long deadline = System.nanoTime() + config.timeout().toNanos();
      DataRootInUseException inUse = acquire(file);
      while (inUse != null) {
        boolean over = System.nanoTime() - deadline >= 0;
        if (over
            || inUse.endpoint().isPresent()
            || givenUp.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw inUse;
        }
        inUse = acquire(file);
      }
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot use the data root %s: %s. Make it writable to you, or set ingestion.data-root (or INGESTION_DATA_ROOT) to a folder that is"
              .formatted(dataRoot.path(), reason(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(
          ErrorCode.DATA_ROOT_IN_USE,
          "Interrupted while waiting for the data root " + dataRoot.path(),
          e);
    }
  }

  /** Names the file as well, for it may be the only one of the data root that is in the way. */
  private String reason(IOException e) {
    String file = e instanceof FileSystemException refused ? refused.getFile() : null;
    return file == null || file.equals(dataRoot.path().toString())
        ? Reasons.of(e)
        : "%s: %s".formatted(file, Reasons.of(e));
  }

  /**
   * @return who has it; null if we have it now
   */
  private synchronized @Nullable DataRootInUseException acquire(Path file) throws IOException {
    if (!HELD_HERE.add(file)) {
      return new DataRootInUseException(
          dataRoot, "this process (%d)".formatted(ProcessHandle.current().pid()), null);
    }
    FileChannel opened = null;
    try {
      try {
        opened = open(file);
      } catch (IOException e) {
        return ownerOrElse(file, e);
      }
      if (opened.tryLock() == null) {
        return inUse(file);
      }
      nameHolder(opened);
      held = file;
      channel = opened;
      return null;
    } finally {
      if (channel == null) {
        if (opened != null) {
          opened.close();
        }
        HELD_HERE.remove(file); // last, for until then nobody else here may have the file
      }
    }
  }

  /**
   * Who owns a data root that cannot be written to any more can still be asked, and be told to end.
   *
   * @param refused why the file cannot be opened for writing
   */
  private DataRootInUseException ownerOrElse(Path file, IOException refused) throws IOException {
    try (FileChannel readable = FileChannel.open(file, StandardOpenOption.READ)) {
      if (readable.tryLock(0, Long.MAX_VALUE, true) == null) {
        return inUse(file);
      }
    } catch (IOException e) {
      refused.addSuppressed(e);
    }
    throw refused;
  }

  private static FileChannel open(Path file) throws IOException {
    Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return hasRights(file)
        ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OURS_ALONE))
        : FileChannel.open(file, options);
  }

  private static boolean hasRights(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private void nameHolder(FileChannel file) throws IOException {
    holder = LockNotice.holder(ProcessHandle.current().pid(), clock.instant());
    file.truncate(0);
    write(file, holder, 0);
    file.force(true);
  }

  /**
   * @param text in ASCII
   */
  private static void write(FileChannel file, String text, int position) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      file.write(bytes, position + bytes.position());
    }
  }

  @Override
  public synchronized void publish(OwnerEndpoint endpoint, String command) {
    if (channel == null || held == null) {
      throw new IllegalStateException("Only who holds the lock can be reached");
    }
    try {
      keepFromOthers(held);
      channel.truncate(holder.length());
      write(channel, LockNotice.endpoint(endpoint, command), holder.length());
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot say in %s where commands are taken: %s".formatted(held, Reasons.of(e)),
          e);
    }
  }

  /** The file may be there since a time when it held no secret, or be copied from elsewhere. */
  private static void keepFromOthers(Path file) throws IOException {
    if (!hasRights(file)) {
      throw new IOException("its file system cannot keep it from other users");
    }
    Files.setPosixFilePermissions(file, OURS_ALONE);
    if (!Files.getPosixFilePermissions(file).equals(OURS_ALONE)) {
      throw new IOException("its file system does not keep it from other users");
    }
  }

  @Override
  public synchronized void withdraw() {
    if (channel == null) {
      return;
    }
    try {
      channel.truncate(holder.length());
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot take back from %s where commands are taken: %s".formatted(held, Reasons.of(e)),
          e);
    }
  }

  private DataRootInUseException inUse(Path file) throws IOException {
    LockNotice notice =
        LockNotice.parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    return new DataRootInUseException(dataRoot, notice.owner(), notice.endpoint());
  }

  @Override
  public void close() {
    givenUp.countDown();
    release();
  }

  private synchronized void release() {
    FileChannel released = channel;
    if (released == null || held == null) {
      return;
    }
    try (released) {
      // a token that nobody needs to see any more
      Uninterrupted.run(() -> released.truncate(holder.length()));
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot give up the lock of the data root %s: %s"
              .formatted(dataRoot.path(), Reasons.of(e)),
          e);
    } finally {
      HELD_HERE.remove(held);
      channel = null;
      held = null;
    }
  }
}

package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims the data root for this process. The operating system holds the lock and takes it back when
 * the process ends, however it ends; the file stays and names its last holder.
 */
final class DataRootLock implements ManagedResource {
  // Locks belong to the process, not to us: closing any second channel to a locked file would give
  // the lock away. So who comes second in this process must not even open the file.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();
  private static final long RETRY_MILLIS = 50;

  private final DataRoot dataRoot;
  private final DataRootLockConfig config;
  private final InstantSource clock;
  private final CountDownLatch givenUp = new CountDownLatch(1);
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
      while (!acquire(file)) {
        if (System.nanoTime() - deadline >= 0) {
          throw inUse(file);
        }
        if (givenUp.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
          throw inUse(file);
        }
      }
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "Cannot use the data root %s: %s. Set ingestion.data-root (or INGESTION_DATA_ROOT) to a folder that can be written to"
              .formatted(dataRoot.path(), Reasons.of(e)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(
          ErrorCode.DATA_ROOT_IN_USE,
          "Interrupted while waiting for the data root " + dataRoot.path(),
          e);
    }
  }

  private boolean acquire(Path file) throws IOException {
    if (!HELD_HERE.add(file)) {
      return false;
    }
    FileChannel opened = null;
    boolean acquired = false;
    try {
      opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      acquired = opened.tryLock() != null;
      if (acquired) {
        nameHolder(opened);
        held = file;
        channel = opened;
      }
      return acquired;
    } finally {
      if (!acquired || channel == null) {
        HELD_HERE.remove(file);
        if (opened != null) {
          opened.close();
        }
      }
    }
  }

  private void nameHolder(FileChannel file) throws IOException {
    String holder =
        "pid=%d%nstarted=%s%n".formatted(ProcessHandle.current().pid(), clock.instant());
    file.truncate(0);
    file.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    file.force(true);
  }

  private IngestionException inUse(Path file) throws IOException {
    String holder =
        HELD_HERE.contains(file)
            ? "this process (%d)".formatted(ProcessHandle.current().pid())
            : "process " + pidIn(file);
    return new IngestionException(
        ErrorCode.DATA_ROOT_IN_USE,
        "The data root %s is in use by %s. Wait for it to end, stop it, or set another ingestion.data-root"
            .formatted(dataRoot.path(), holder));
  }

  private static String pidIn(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith("pid="))
        .map(line -> line.substring("pid=".length()))
        .findFirst()
        .orElse("unknown");
  }

  @Override
  public void close() {
    givenUp.countDown();
    if (channel == null || held == null) {
      return;
    }
    try {
      channel.close();
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

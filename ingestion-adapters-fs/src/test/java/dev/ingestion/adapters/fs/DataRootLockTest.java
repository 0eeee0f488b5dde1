package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootLockTest {
  @TempDir Path folder;

  @Test
  void theDataRootIsMadeAndTheLockNamesItsHolder() {
    Path root = folder.resolve("data/knowledge_bases");
    try (DataRootLock lock = lock(root, Duration.ZERO)) {
      lock.start();

      assertThat(lock.phase()).isEqualTo(ManagedResource.Phase.LOCK);
      assertThat(root.resolve("_lock"))
          .content()
          .contains("pid=" + ProcessHandle.current().pid(), "started=2026-03-01T00:00:00Z");
    }
  }

  @Test
  void aSecondOwnerInThisProcessIsRefusedUntilTheFirstGivesUp() {
    try (DataRootLock first = lock(folder, Duration.ZERO)) {
      first.start();

      assertThatThrownBy(() -> lock(folder, Duration.ofMillis(60)).start())
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ROOT_IN_USE))
          .hasMessageContaining(folder.toString())
          .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
    }
    try (DataRootLock next = lock(folder, Duration.ZERO)) {
      next.start();
    }
  }

  @Test
  void anotherNameOfTheSameFolderIsTheSameDataRoot() throws IOException {
    Path root = Files.createDirectory(folder.resolve("root"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), root);
    try (DataRootLock first = lock(root, Duration.ZERO)) {
      first.start();

      assertCode(link, ErrorCode.DATA_ROOT_IN_USE);
    }
  }

  @Test
  void aSecondOwnerWaitsForTheFirstToGiveUp() {
    DataRootLock first = lock(folder, Duration.ZERO);
    first.start();
    try (DataRootLock second = lock(folder, Duration.ofMinutes(1))) {
      CompletableFuture<Void> started = CompletableFuture.runAsync(second::start);
      first.close();

      assertThat(started).succeedsWithin(Duration.ofSeconds(30));
    }
  }

  @Test
  void anInterruptEndsTheWait() {
    try (DataRootLock first = lock(folder, Duration.ZERO)) {
      first.start();
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> lock(folder, Duration.ofMinutes(1)).start())
          .isInstanceOf(IngestionException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aFileIsNoDataRoot() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertCode(file, ErrorCode.DATA_ROOT_UNUSABLE);
    assertCode(file.resolve("below"), ErrorCode.DATA_ROOT_UNUSABLE);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsNoDataRoot() {
    // Nobody can make a folder there, not even root.
    assertCode(Path.of("/proc/self/data"), ErrorCode.DATA_ROOT_UNUSABLE);
  }

  @Test
  void aFullDiskIsNoDataRootAndTheLockIsGivenBack() throws IOException {
    Path lock = Files.createSymbolicLink(folder.resolve("_lock"), Path.of("/dev/full"));

    assertThatThrownBy(() -> lock(folder, Duration.ZERO).start())
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ROOT_UNUSABLE))
        .hasMessageContaining("No space left")
        .hasMessageContaining("ingestion.data-root");
    Files.delete(lock);
    try (DataRootLock next = lock(folder, Duration.ZERO)) {
      next.start();
    }
  }

  @Test
  void closingWhatWasNeverStartedTakesNothingFromTheHolder() {
    try (DataRootLock holder = lock(folder, Duration.ZERO)) {
      holder.start();
      lock(folder, Duration.ZERO).close();

      assertCode(folder, ErrorCode.DATA_ROOT_IN_USE);
    }
  }

  private static void assertCode(Path root, ErrorCode code) {
    assertThatThrownBy(() -> lock(root, Duration.ZERO).start())
        .isInstanceOfSatisfying(IngestionException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(root.toString());
  }

  private static DataRootLock lock(Path root, Duration timeout) {
    InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z"));
    return new DataRootLock(new DataRoot(root), new DataRootLockConfig(timeout), clock);
  }
}

package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.OwnerEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataRootLockTest {
  private static final OwnerEndpoint ENDPOINT = new OwnerEndpoint(4711, "0f".repeat(32));

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
  void aThreadWhoseInterruptWaitsGivesTheDataRootUp() {
    DataRootLock first = lock(folder, Duration.ZERO);
    first.start();
    Thread.currentThread().interrupt();

    first.close();

    assertThat(Thread.interrupted()).isTrue();
    try (DataRootLock second = lock(folder, Duration.ZERO)) {
      second.start();
    }
  }

  @Test
  void whatIsPublishedIsForNobodyElseAlsoIfTheFileWasThereBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("_lock"), "left over");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (DataRootLock lock = lock(folder, Duration.ZERO)) {
      lock.start();
      lock.publish(ENDPOINT, "serve");

      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(file).content().contains("port=4711", "token=" + ENDPOINT.token());
      assertThat(ENDPOINT).asString().doesNotContain(ENDPOINT.token());
    }
  }

  @Test
  void aNewLockFileIsForNobodyElse() throws IOException {
    try (DataRootLock lock = lock(folder, Duration.ZERO)) {
      lock.start();

      assertThat(Files.getPosixFilePermissions(folder.resolve("_lock")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void whatIsWithdrawnIsGoneAndSoIsWhatTheOwnerLeftBehind() {
    Path file = folder.resolve("_lock");
    try (DataRootLock lock = lock(folder, Duration.ZERO)) {
      lock.start();
      lock.publish(ENDPOINT, "serve");
      lock.publish(new OwnerEndpoint(1, "1".repeat(64)), "serve");
      assertThat(file).content().contains("port=1\n").doesNotContain("4711");
      lock.withdraw();
      assertThat(file).content().contains("pid=").doesNotContain("port=", "token=");
      lock.publish(ENDPOINT, "serve");
    }
    assertThat(file).content().contains("pid=").doesNotContain("port=", "token=");
  }

  @Test
  void onlyTheHolderCanPublish() {
    assertThatIllegalStateException()
        .isThrownBy(() -> lock(folder, Duration.ZERO).publish(ENDPOINT, "serve"));
    lock(folder, Duration.ZERO).withdraw();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "pid=1\nprotocol=1\nport=80\n",
        "pid=1\nprotocol=1\nport=80\ntoken=abc",
        "pid=1\nprotocol=2\nport=80\ntoken=%s\n",
        "pid=1\nprotocol=1\nport=99999\ntoken=%s\n",
        "pid=1\nprotocol=1\nport=x\ntoken=%s\n"
      })
  void aNoticeThatIsNotWholeOrNotKnownIsNone(String text) {
    assertThat(LockNotice.parse(text.formatted("0".repeat(64))).endpoint()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'pid=7\ncommand=serve\n', process 7 ('ingestion serve')",
    "'pid=7\ncommand=dlq purge\n', process 7 ('ingestion dlq purge')",
    "'pid=7\n', process 7",
    "'pid=7\ncommand=\u001b[2J\n', process 7",
    "'', process unknown"
  })
  void aNoticeNamesTheHolderAndWhatItRuns(String text, String owner) {
    assertThat(LockNotice.parse(text).owner()).isEqualTo(owner);
  }

  /** Only the operating system's lock counts, for what is written may be of anybody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000\u0000\u0000",
        "\u00ff\u00fe no notice",
        "pid=",
        "pid=999999999\nstarted=2026-03-01T00:00:00Z\n",
        "pid=1\nstarted=2026-03-01T00:00:00Z\nprotocol=1\nport=80\ntoken=%s\ncommand=serve\n"
      })
  void whatAnybodyLeftInTheLockFileKeepsNobodyOut(String left) throws IOException {
    Path file = folder.resolve("_lock");
    Files.writeString(file, left.formatted("0".repeat(64)), StandardCharsets.ISO_8859_1);

    try (DataRootLock lock = lock(folder, Duration.ZERO)) {
      lock.start();

      assertThat(file)
          .hasContent(
              "pid=%d\nstarted=2026-03-01T00:00:00Z\n".formatted(ProcessHandle.current().pid()));
    }
  }

  @Test
  void aLockFileThatCannotBeOpenedIsNamed() throws IOException {
    Path file = Files.createDirectory(folder.resolve("_lock"));

    assertThatThrownBy(() -> lock(folder, Duration.ZERO).start())
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ROOT_UNUSABLE))
        .hasMessageContaining(file + ": Is a directory");
    Files.delete(file);
    try (DataRootLock next = lock(folder, Duration.ZERO)) {
      next.start();
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
    Path data = Path.of("/proc/self/data");

    assertThatThrownBy(() -> lock(data, Duration.ZERO).start())
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ROOT_UNUSABLE))
        .hasMessageStartingWith("Cannot use the data root /proc/self/data: it is not there.");
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

package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DataRootInUseException;
import dev.ingestion.ports.out.OwnerEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lock between processes. */
class DataRootLockIT {
  @TempDir Path folder;

  @Test
  void anotherProcessIsNamedAndItsDeathFreesTheDataRoot() throws Exception {
    Process holder = startHolder();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");

      assertThatThrownBy(() -> lock(folder).start())
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_ROOT_IN_USE))
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    try (DataRootLock next = lock(folder)) {
      next.start();
    }
  }

  /** Closing a second channel to the file would have given the lock away. */
  @Test
  void refusingASecondOwnerInThisProcessDoesNotGiveTheLockAway() throws Exception {
    try (DataRootLock first = lock(folder)) {
      first.start();
      assertThatThrownBy(() -> lock(folder).start()).isInstanceOf(IngestionException.class);

      Process other = startHolder();
      try (BufferedReader output = other.inputReader()) {
        assertThat(output.readLine()).isEqualTo("DATA_ROOT_IN_USE");
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  /** Waiting would be in vain: who takes commands is there to stay. */
  @Test
  void whoIsRefusedLearnsAtOnceWhereTheOwnerTakesCommands() throws Exception {
    Process holder = startHolder("4711");
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");

      assertThatThrownBy(() -> lock(folder, Duration.ofDays(1)).start())
          .isInstanceOfSatisfying(
              DataRootInUseException.class,
              e -> {
                assertThat(e.owner())
                    .isEqualTo("process %d ('ingestion serve')".formatted(holder.pid()));
                assertThat(e.endpoint()).contains(new OwnerEndpoint(4711, "0".repeat(64)));
              });
    } finally {
      holder.destroyForcibly().waitFor();
    }
    try (DataRootLock next = lock(folder)) {
      next.start();
    }
    assertThat(folder.resolve("_lock")).content().doesNotContain("4711");
  }

  private Process startHolder(String... port) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                folder.toString()));
    command.addAll(List.of(port));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static DataRootLock lock(Path root) {
    return lock(root, Duration.ZERO);
  }

  private static DataRootLock lock(Path root, Duration timeout) {
    return new DataRootLock(
        new DataRoot(root), new DataRootLockConfig(timeout), InstantSource.system());
  }

  /** Locks, says so, and holds on until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try {
        DataRootLock lock = lock(Path.of(args[0]));
        lock.start();
        if (args.length > 1) {
          lock.publish(new OwnerEndpoint(Integer.parseInt(args[1]), "0".repeat(64)), "serve");
        }
        System.out.println("locked");
        System.in.read();
      } catch (IngestionException e) {
        System.out.println(e.code());
      }
    }
  }
}

package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
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

  private Process startHolder() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static DataRootLock lock(Path root) {
    return new DataRootLock(
        new DataRoot(root), new DataRootLockConfig(Duration.ZERO), InstantSource.system());
  }

  /** Locks, says so, and holds on until it is killed. */
  static final class Holder {
    public static void main(String[] args) throws Exception {
      try {
        lock(Path.of(args[0])).start();
        System.out.println("locked");
        System.in.read();
      } catch (IngestionException e) {
        System.out.println(e.code());
      }
    }
  }
}

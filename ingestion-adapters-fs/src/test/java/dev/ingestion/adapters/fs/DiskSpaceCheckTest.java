package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.DataRoot;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskSpaceCheckTest {
  @TempDir Path folder;

  @Test
  void aDiskWithRoomIsNoProblem() {
    assertThat(check(folder, 0)).isEmpty();
    assertThat(check(folder, 1)).isEmpty();
  }

  @Test
  void aDiskWithTooLittleRoomIsNamedWithWhatIsLeftAndWhatToDo() {
    assertThat(check(folder, Long.MAX_VALUE).orElseThrow())
        .contains(folder.toString(), "only", "are left", "ingestion.health.min-free-space")
        .contains("make room");
  }

  @Test
  void aDataRootThatIsNotThereIsAProblem() {
    assertThat(check(folder.resolve("gone"), 0).orElseThrow()).contains("is not there");
  }

  private static Optional<String> check(Path root, long least) {
    return new DiskSpaceCheck(new DataRoot(root), new DiskSpaceConfig(new ByteSize(least)))
        .problem();
  }
}

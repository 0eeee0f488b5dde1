package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.ManagedResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFilesTest {
  @TempDir Path folder;

  @Test
  void whatADeadProcessLeftIsRemovedAtTheStart() throws IOException {
    Path leftover = new TemporaryFiles(new DataRoot(folder)).create("document");
    assertThat(leftover).exists().hasParent(folder.resolve("_tmp/fs"));

    try (TemporaryFiles next = new TemporaryFiles(new DataRoot(folder))) {
      next.start();

      assertThat(leftover).doesNotExist();
      assertThat(next.phase()).isEqualTo(ManagedResource.Phase.STORAGE);
    }
  }

  @Test
  void startingMakesNoFolders() {
    new TemporaryFiles(new DataRoot(folder)).start();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void filesOfOthersStay() throws IOException {
    Path other = Files.createDirectories(folder.resolve("_tmp/other")).resolve("file");
    Files.writeString(other, "");
    new TemporaryFiles(new DataRoot(folder)).create("document");

    new TemporaryFiles(new DataRoot(folder)).start();

    assertThat(other).exists();
  }
}

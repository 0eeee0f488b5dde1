package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import org.h2.store.fs.FileUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedFileTest {
  @TempDir Path folder;

  @Test
  void anInterruptedThreadReadsAndWritesAndStaysInterrupted() throws IOException {
    try (FileChannel file = open()) {
      Thread.currentThread().interrupt();
      file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 10);
      ByteBuffer read = ByteBuffer.allocate(2);
      file.read(read, 11);

      assertThat(Thread.interrupted()).isTrue();
      assertThat(read.array()).containsExactly(2, 3);
      assertThat(file.size()).isEqualTo(13);
    }
  }

  /** To wait for another thread took three times as long as to read a page. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theThreadThatAsksReadsAndWritesItself() throws IOException {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (FileChannel file = open()) {
      file.write(ByteBuffer.wrap(new byte[100]), 0);
      file.read(ByteBuffer.allocate(100), 0);
    }

    assertThat(before).containsAll(Thread.getAllStackTraces().keySet());
  }

  private FileChannel open() throws IOException {
    return FileUtils.open(UninterruptedFile.named(folder.resolve("file")), "rw");
  }
}

package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
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
      ByteBuffer read = ByteBuffer.allocate(2);
      boolean interrupted;
      Thread.currentThread().interrupt();
      try {
        file.write(ByteBuffer.wrap(new byte[] {1, 2, 3}), 10);
        file.read(read, 11);
      } finally {
        interrupted = Thread.interrupted();
      }

      assertThat(interrupted).isTrue();
      assertThat(read.array()).containsExactly(2, 3);
      assertThat(file.size()).isEqualTo(13);
    }
  }

  @Test
  void isCutOffWithItsPosition() throws IOException {
    try (FileChannel file = open()) {
      file.write(ByteBuffer.wrap(new byte[100]));
      file.truncate(10);

      assertThat(file.size()).isEqualTo(10);
      assertThat(file.position()).isEqualTo(10);
    }
  }

  @Test
  void isLockedOnce() throws IOException {
    try (FileChannel file = open();
        FileChannel other = open();
        FileLock lock = file.tryLock(0, Long.MAX_VALUE, false)) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> other.tryLock(0, Long.MAX_VALUE, false))
          .isInstanceOf(OverlappingFileLockException.class);
    }
  }

  @Test
  void isNeitherReadNorWrittenOnceItIsClosed() throws IOException {
    FileChannel file = open();
    file.close();

    assertThatThrownBy(() -> file.read(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0)).isInstanceOf(IOException.class);
  }

  @Test
  void isNotWrittenIfItIsOpenedToBeRead() throws IOException {
    open().close();
    try (FileChannel file = open("r")) {
      assertThat(file.read(ByteBuffer.allocate(1), 0)).isEqualTo(-1);
      assertThatThrownBy(() -> file.write(ByteBuffer.allocate(1), 0))
          .isInstanceOf(NonWritableChannelException.class);
    }
  }

  /** To wait for another thread took three times as long as to read a page. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theThreadThatAsksReadsAndWritesItself() throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (FileChannel file = open()) {
      long waits = threads.getThreadInfo(Thread.currentThread().getId()).getWaitedCount();
      for (int i = 0; i < 1_000; i++) {
        file.write(ByteBuffer.wrap(new byte[100]), 0);
        file.read(ByteBuffer.allocate(100), 0);
      }

      assertThat(threads.getThreadInfo(Thread.currentThread().getId()).getWaitedCount())
          .isEqualTo(waits);
    }
  }

  private FileChannel open() throws IOException {
    return open("rw");
  }

  private FileChannel open(String mode) throws IOException {
    return FileUtils.open(UninterruptedFile.named(folder.resolve("file")), mode);
  }
}

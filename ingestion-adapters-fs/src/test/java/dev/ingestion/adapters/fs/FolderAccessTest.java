package dev.ingestion.adapters.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FolderAccessTest {
  @TempDir Path folder;

  private Path root;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = folder.toRealPath();
    root = Files.createDirectories(folder.resolve("root"));
    Files.createDirectories(root.resolve("a/b"));
    Files.writeString(root.resolve("a/b/c"), "mine");
    Files.createDirectory(folder.resolve("outside"));
    Files.writeString(folder.resolve("outside/c"), "secret");
  }

  static Stream<FolderAccess.Factory> ways() {
    return Stream.of(StepwiseAccess::new, CheckedAccess::new);
  }

  @ParameterizedTest
  @MethodSource("ways")
  void opensWhatStandsBelow(FolderAccess.Factory way) throws IOException {
    FolderAccess access = way.below(root);

    try (DirectoryStream<Path> names = access.openFolder(Path.of(""))) {
      assertThat(names).extracting(name -> name.getFileName().toString()).containsExactly("a");
    }
    try (DirectoryStream<Path> names = access.openFolder(Path.of("a/b"))) {
      assertThat(names).extracting(name -> name.getFileName().toString()).containsExactly("c");
    }
    assertThat(read(access, "a/b/c")).isEqualTo("mine");
  }

  @ParameterizedTest
  @MethodSource("ways")
  void opensNothingThroughALinkAnywhereInThePath(FolderAccess.Factory way) throws IOException {
    Files.createSymbolicLink(root.resolve("a/file"), folder.resolve("outside/c"));
    Files.createSymbolicLink(root.resolve("a/folder"), folder.resolve("outside"));
    Files.createSymbolicLink(root.resolve("inside"), Path.of("a"));
    FolderAccess access = way.below(root);

    for (String path : new String[] {"a/file", "a/folder/c", "inside/b/c"}) {
      assertThatIOException().isThrownBy(() -> access.openFile(Path.of(path)).close());
    }
    for (String path : new String[] {"a/folder", "inside", "inside/b"}) {
      assertThatIOException().isThrownBy(() -> access.openFolder(Path.of(path)).close());
    }
  }

  /** Somebody exchanges the folder for a link all the time; only the stepwise way withstands. */
  @Test
  void neverReadsWhatAFolderIsBeingSwappedFor() throws Exception {
    FolderAccess access = FolderAccess.below(root);
    assertThat(access).isInstanceOf(StepwiseAccess.class);
    Process swapper =
        new ProcessBuilder(
                "sh",
                "-c",
                "while :; do mv a/b a/kept; ln -s ../../outside a/b; rm a/b; mv a/kept a/b; done")
            .directory(root.toFile())
            .start();
    int read = 0;
    int refused = 0;
    try {
      for (int i = 0; i < 1_000_000 && refused < 100; i++) {
        try {
          assertThat(read(access, "a/b/c")).isEqualTo("mine");
          read++;
        } catch (NoSuchFileException e) {
          // Between the folder and the link, there is nothing for a moment.
        } catch (IOException e) {
          refused++;
        }
      }
    } finally {
      swapper.destroyForcibly().waitFor();
    }
    assertThat(read).isPositive();
    assertThat(refused).isEqualTo(100);
  }

  private static String read(FolderAccess access, String path) throws IOException {
    try (SeekableByteChannel channel = access.openFile(Path.of(path))) {
      return new String(Channels.newInputStream(channel).readAllBytes(), UTF_8);
    }
  }
}

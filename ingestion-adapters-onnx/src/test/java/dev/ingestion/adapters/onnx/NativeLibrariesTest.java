package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {
  private static final String PROPERTY = "onnxruntime.native.path";

  @TempDir Path root;
  private Path folder;
  private NativeLibraries libraries;
  private @Nullable String before;

  @BeforeEach
  void forgetWhereTheyAre() throws IOException {
    before = System.clearProperty(PROPERTY);
    folder = Files.createDirectory(root.resolve("_native"));
    libraries = new NativeLibraries(new DataRoot(root));
  }

  @AfterEach
  void putBackWhereTheyAre() {
    System.clearProperty(PROPERTY);
    if (before != null) {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void whatAKilledProcessUnpackedInPartGoes() throws IOException {
    Path partial = Files.writeString(folder.resolve("libonnxruntime.so.tmp"), "the first half");

    libraries.unpack();

    assertThat(partial).doesNotExist();
    assertThat(names()).hasSize(2);
  }

  @Test
  void whatCannotBeUnpackedTakesNoSpace() throws IOException {
    String library = System.mapLibraryName("onnxruntime");
    Files.createDirectories(folder.resolve(library).resolve("in the way"));

    assertThatThrownBy(libraries::unpack).hasCauseInstanceOf(IOException.class);

    assertThat(names()).containsExactly(library);
  }

  @Test
  void aModelThatCannotBeUnpackedIsAwayAndNoTextIsBlamed() throws IOException {
    Files.delete(folder);
    Files.writeString(folder, "in the way");
    SessionPool pool = new SessionPool(libraries, new OnnxConfig(1));

    assertThatThrownBy(() -> pool.use(session -> session))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_UNAVAILABLE))
        .hasMessageStartingWith("Cannot load the embedding model");
    pool.close();
  }

  @Test
  void aMachineForWhichThereIsNoLibraryIsToldSoAndNotThatTheModelIsAway() {
    String machine = System.setProperty("os.arch", "riscv64");
    SessionPool pool = new SessionPool(libraries, new OnnxConfig(1));
    try {
      assertThatThrownBy(() -> pool.use(session -> session))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.EMBEDDING_UNUSABLE))
          .hasMessageContainingAll("riscv64", "has no", "x64 or aarch64");
    } finally {
      System.setProperty("os.arch", machine);
      pool.close();
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).toList();
    }
  }
}

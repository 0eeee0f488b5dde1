package dev.ingestion.adapters.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.DataRoot;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the model leaves on the disk, also when it is killed. */
class HomeUntouchedIT {
  @TempDir Path folder;

  @Test
  void aKilledProcessLeavesTheLibrariesInTheDataRootAndNothingElsewhere() throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path dataRoot = folder.resolve("data");
    for (int run = 0; run < 2; run++) {
      ProcessBuilder builder =
          new ProcessBuilder(
              ProcessHandle.current().info().command().orElseThrow(),
              "-Duser.home=" + home,
              "-Djava.io.tmpdir=" + temporary,
              "-XX:-UsePerfData",
              "-cp",
              System.getProperty("java.class.path"),
              Embedder.class.getName(),
              dataRoot.toString());
      builder.environment().put("HOME", home.toString());
      Process embedder = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader output = embedder.inputReader()) {
        assertThat(output.readLine()).isEqualTo("384");
      } finally {
        embedder.destroyForcibly().waitFor();
      }
    }

    assertThat(files(home)).isEmpty();
    assertThat(files(temporary)).isEmpty();
    assertThat(files(dataRoot))
        .containsExactlyInAnyOrder(
            "_native/" + System.mapLibraryName("onnxruntime"),
            "_native/" + System.mapLibraryName("onnxruntime4j_jni"));
  }

  private static List<String> files(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .toList();
    }
  }

  /** Embeds, says so, and stays until it is killed. */
  static final class Embedder {
    public static void main(String[] args) throws Exception {
      OnnxConfig config = new OnnxConfig(1);
      NativeLibraries libraries = new NativeLibraries(new DataRoot(Path.of(args[0])));
      MiniLmEmbeddingModel model =
          new MiniLmEmbeddingModel(new SessionPool(libraries, config), config);
      System.out.println(model.embed(List.of("text")).get(0).length);
      System.in.read();
    }
  }
}

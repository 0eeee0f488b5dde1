package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the dashboard's scripts that need no browser: {@code src/test/dashboard}. */
class DashboardScriptsTest {
  @TempDir Path folder;

  @Test
  void theScriptsDoWhatTheirTestsSay() throws Exception {
    if (!Boolean.parseBoolean(System.getenv("INGESTION_REQUIRE_TOOLS"))) {
      assumeThat(hasNode()).as("Node is installed").isTrue();
    }
    copy(Path.of("src/main/resources/dashboard"));
    copy(Path.of("src/test/dashboard"));
    Files.writeString(folder.resolve("package.json"), "{\"type\": \"module\"}");

    Process node =
        new ProcessBuilder("node", "--test")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
    assertThat(said).containsPattern("(?m)^(?:#|ℹ) pass [1-9]");
  }

  private static boolean hasNode() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, "node")));
  }

  private void copy(Path from) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(from)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path to = folder.resolve(from.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }
}

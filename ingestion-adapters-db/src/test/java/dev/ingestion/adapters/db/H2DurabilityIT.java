package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.ports.out.KnowledgeBase;
import dev.ingestion.testkit.SettableClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proves with real kills that what was committed is there (docs/adr/0003-h2-durability.md). */
class H2DurabilityIT {
  private static final int KILLS = 5;

  @TempDir Path root;

  @Test
  void noAcknowledgedCommitIsLostWhenTheProcessIsKilled() throws Exception {
    List<String> acknowledged = new ArrayList<>();
    for (int kill = 1; kill <= KILLS; kill++) {
      List<String> before = List.copyOf(acknowledged);

      acknowledged.addAll(commitUntilKilled("run" + kill, 150 + 37 * kill));

      assertThat(acknowledged.size() - before.size()).isGreaterThanOrEqualTo(150);
      assertThat(stored()).containsAll(acknowledged);
    }
  }

  private List<String> commitUntilKilled(String name, int commits) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CommittingProcess.class.getName(),
                root.toString(),
                name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      while (acknowledged.size() < commits) {
        String line = lines.readLine();
        assertThat(line).as("the process ended by itself").isNotNull();
        acknowledged.add(line);
      }
      // Not through the process itself, which would close its output before we have read it.
      process.toHandle().destroyForcibly();
      acknowledged.addAll(rest(lines));
    }
    process.waitFor();
    return acknowledged;
  }

  /** What it had said before it died; the last line may be cut. */
  private static List<String> rest(BufferedReader lines) throws IOException {
    String text = lines.lines().collect(Collectors.joining("\n"));
    int end = text.lastIndexOf('\n');
    return end < 0 ? List.of() : text.substring(0, end).lines().toList();
  }

  private Set<String> stored() {
    try (H2Stores stores = H2Stores.open(root, new SettableClock())) {
      return stores.ports().knowledgeBases().list().stream()
          .map(KnowledgeBase::id)
          .map(id -> id.value())
          .collect(Collectors.toSet());
    }
  }
}

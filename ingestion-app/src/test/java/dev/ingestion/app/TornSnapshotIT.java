package dev.ingestion.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built program makes of snapshots that are not whole, with and without a database. */
class TornSnapshotIT {
  @TempDir static Path installation;
  private static Distribution program;

  @TempDir Path temp;
  private Path folder;
  private Path snapshot;
  private byte[] whole;

  @BeforeAll
  static void install() throws IOException {
    program = Distribution.share(installation);
  }

  @BeforeEach
  void ingestTwoKnowledgeBases() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    Files.writeString(folder.resolve("a.txt"), "All there is to say about apples.");
    assertThat(run("ingest", folder.toString(), "--kb", "torn").code()).isZero();
    assertThat(run("ingest", folder.toString(), "--kb", "other").code()).isZero();
    snapshot = temp.resolve("data/torn/state.json");
    whole = Files.readAllBytes(snapshot);
  }

  @Test
  void withTheDatabaseNothingIsMissedAndEachIsKeptAside() throws IOException {
    List<byte[]> torn = torn();
    for (byte[] content : torn) {
      Files.write(snapshot, content);

      Result again = run("ingest", folder.toString(), "--kb", "torn", "--json");

      assertThat(again.code()).as(again.err()).isZero();
      assertThat(json(again).at("/documents/unchanged").intValue()).isEqualTo(1);
      assertThat(again.err()).contains("Kept " + snapshot + " aside as").hasLineCount(1);
      assertThat(new ObjectMapper().readTree(snapshot.toFile()).at("/state").isObject()).isTrue();
    }
    for (int i = 0; i < torn.size(); i++) {
      assertThat(snapshot.resolveSibling("state.json.damaged-" + (i + 1)))
          .hasBinaryContent(torn.get(i));
    }
    assertThat(run("verify", "torn").code()).isZero();
  }

  @Test
  void withoutTheDatabaseItIsReportedByNameAndTheOthersComeBackPaused() throws IOException {
    for (byte[] content : torn()) {
      Files.write(snapshot, content);
      loseDatabase();

      Result listed = run("status", "--json");

      assertThat(listed.code()).isZero();
      assertThat(listed.err())
          .contains("Knowledge base torn is not brought back", snapshot.toString());
      assertThat(json(listed).at("/jobs")).hasSize(1);
      assertThat(json(listed).at("/jobs/0/kb_id").textValue()).isEqualTo("other");
      assertThat(json(listed).at("/jobs/0/status").textValue()).isEqualTo("PAUSED");
      assertThat(snapshot).hasBinaryContent(content);
    }

    for (String kb : List.of("torn", "other")) {
      Result again = run("ingest", folder.toString(), "--kb", kb, "--json");
      assertThat(again.code()).as(again.err()).isZero();
      assertThat(json(again).at("/chunks/embedded").intValue()).as("its index was left").isZero();
      assertThat(run("verify", kb).code()).isZero();
    }
  }

  /** Of every kind one: a start of the program takes its time. */
  private List<byte[]> torn() {
    String text = new String(whole, UTF_8);
    return List.of(
        new byte[0],
        "{".getBytes(UTF_8),
        Arrays.copyOf(whole, whole.length / 2),
        Arrays.copyOf(whole, whole.length - 1),
        new byte[whole.length],
        "{}".getBytes(UTF_8),
        text.replaceFirst("\"format\" : \\d+", "\"format\" : 99").getBytes(UTF_8));
  }

  private void loseDatabase() throws IOException {
    try (Stream<Path> files = Files.list(temp.resolve("data/_database"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private Result run(String... args) {
    return program.run(Map.of("INGESTION_DATA_ROOT", temp.resolve("data").toString()), args);
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }
}

package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the built program does when it may not write where it should. Root may write everywhere, so
 * it is started without that privilege.
 */
class ReadOnlyDataRootIT {
  private static final Set<PosixFilePermission> WRITING =
      Set.of(
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_WRITE);

  @TempDir static Path installation;
  private static Distribution program;
  private static Path launcher;

  @TempDir Path temp;
  private Path folder;
  private Path dataRoot;

  @BeforeAll
  static void install() throws IOException {
    program = Distribution.share(installation);
    launcher = installation.resolve("as-anybody");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        program='%s'
        if [ "$(id -u)" = 0 ]; then
          exec setpriv --bounding-set=-dac_override,-dac_read_search \\
            --inh-caps=-dac_override,-dac_read_search "$program" "$@"
        fi
        exec "$program" "$@"
        """
            .formatted(program.launcher()));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    for (int i = 0; i < 60; i++) {
      Files.writeString(
          folder.resolve(i + ".txt"), "Page %d of the almanac. ".formatted(i).repeat(40));
    }
    dataRoot = Files.createDirectory(temp.resolve("data"));
  }

  @AfterEach
  void letItBeDeleted() throws IOException {
    makeWritable(true);
  }

  @Test
  void everyCommandSaysWhereItMayNotWriteAndNothingIsLost() throws IOException {
    Files.writeString(folder.resolve("0.txt"), "Only this is asked for.");
    String[] ingest = {"ingest", folder.toString(), "--kb", "kb", "--include", "0.txt", "--json"};
    assertThat(run(ingest).code()).isZero();
    makeWritable(false);

    for (String[] command :
        List.of(
            ingest,
            new String[] {"status", "kb", "--json"},
            new String[] {"list", "--json"},
            new String[] {"search", "kb", "asked", "--json"},
            new String[] {"verify", "kb", "--json"},
            new String[] {"repair", "kb", "--json"},
            new String[] {"cancel", "kb", "--json"},
            new String[] {"dlq", "list", "kb", "--json"},
            new String[] {"delete", "kb", "--yes", "--json"},
            new String[] {"serve", "--port", "0", "--json"})) {
      Result refused = run(command);

      assertThat(refused.code()).as("%s", List.of(command)).isEqualTo(2);
      assertThat(json(refused).at("/error/code").textValue()).isEqualTo("DATA_ROOT_UNUSABLE");
      assertThat(refused.err())
          .hasLineCount(1)
          .contains(dataRoot.toString(), "permission denied", "INGESTION_DATA_ROOT");
    }

    makeWritable(true);
    assertThat(json(run(ingest)).at("/documents/unchanged").intValue()).isEqualTo(1);
    assertThat(run("verify", "kb").code()).isZero();
  }

  @Test
  void aDatabaseThatMayNotBeWrittenIsNamed() throws IOException {
    assertThat(run("list").code()).isZero();
    Path database = dataRoot.resolve("_database/ingestion.mv.db");
    Files.setPosixFilePermissions(database, Set.of(PosixFilePermission.OWNER_READ));

    Result refused = run("list", "--json");

    assertThat(refused.code()).isEqualTo(2);
    assertThat(json(refused).at("/error/message").textValue())
        .contains(database.toString(), "read-only");
  }

  /** The server is asked as well by commands that cannot open the lock file for writing. */
  @Test
  void aServerWhoseIndexTurnsReadOnlySaysWhatItWaitsForAndGoesOnByItself() throws IOException {
    Map<String, String> settings =
        Map.of(
            "INGESTION_DATA_ROOT",
            dataRoot.toString(),
            "INGESTION_API_SOURCE_ROOTS",
            folder.toString(),
            "INGESTION_BATCH_SIZE",
            "10",
            "INGESTION_MAX_RETRIES",
            "1000");
    try (Served server = Served.start(program, launcher, settings)) {
      server
          .post(
              "/api/v1/knowledge-bases",
              "{\"kb_id\": \"kb\", \"settings\": {\"source\": {\"kind\": \"folder\", \"root\": \"%s\"}}}"
                  .formatted(folder))
          .is(201);
      server.post("/api/v1/knowledge-bases/kb/start").is(202);
      Awaitility.await()
          .atMost(Served.PATIENCE)
          .until(() -> status(server).at("/chunks/indexed").intValue() > 0);
      makeWritable(false);

      Awaitility.await()
          .atMost(Served.PATIENCE)
          .until(
              () ->
                  status(server)
                      .at("/waiting")
                      .asText()
                      .contains(dataRoot.resolve("kb").toString()));
      Result asked = run("status", "kb", "--json");
      assertThat(asked.code()).as(asked.err()).isZero();
      assertThat(json(asked).at("/status").textValue()).isEqualTo("RUNNING");

      makeWritable(true);
      JsonNode completed = server.await("kb", "COMPLETED");
      assertThat(completed.at("/documents/indexed").intValue()).isEqualTo(60);
      assertThat(run("verify", "kb").code()).isZero();
    }
  }

  private static JsonNode status(Served server) {
    return server.get("/api/v1/knowledge-bases/kb/status").json();
  }

  private void makeWritable(boolean writable) throws IOException {
    try (Stream<Path> all = Files.walk(dataRoot)) {
      for (Path each : all.toList()) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(each);
        if (writable) {
          permissions.add(PosixFilePermission.OWNER_WRITE);
        } else {
          permissions.removeAll(WRITING);
        }
        Files.setPosixFilePermissions(each, permissions);
      }
    }
  }

  private Result run(String... args) {
    return program.start(launcher, Map.of("INGESTION_DATA_ROOT", dataRoot.toString()), args).end();
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }
}

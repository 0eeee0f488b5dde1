package dev.ingestion.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.cli.Cli;
import dev.ingestion.app.cli.Terminal;
import dev.ingestion.app.wiring.InstalledModules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs the usual commands on a document of its own, serves it, and ends. The launcher runs it once
 * for each Java, to make an archive of the classes that these commands need: with it they start in
 * half the time.
 */
final class Rehearsal {
  private static final int WIDTH = 100;

  private Rehearsal() {}

  /**
   * @param args an empty folder
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path documents = Files.createDirectory(folder.resolve("documents"));
    Path document = documents.resolve("a.md");
    List<String> ingest = List.of("ingest", documents.toString(), "--kb", "rehearsal");

    Files.writeString(document, "# Title\n\nA paragraph.\n");
    run(folder, ingest);
    Files.writeString(document, "# Title\n\nAnother paragraph.\n");
    run(folder, ingest);
    run(folder, List.of("search", "rehearsal", "another paragraph"));
    run(folder, List.of("verify", "rehearsal"));
    run(folder, List.of("status", "rehearsal"));
    run(folder, List.of("list"));
    beServed(folder);
    System.exit(0); // ends the server
  }

  private static void beServed(Path folder) throws IOException {
    PipedInputStream served = new PipedInputStream();
    PipedOutputStream serving = new PipedOutputStream(served);
    Thread server =
        new Thread(
            () -> {
              try (PrintStream out = new PrintStream(serving, true, StandardCharsets.UTF_8)) {
                run(folder, List.of("serve", "--port", "0", "--json"), out);
              }
            },
            "server");
    server.setDaemon(true);
    server.start();
    String ready =
        new BufferedReader(new InputStreamReader(served, StandardCharsets.UTF_8)).readLine();
    if (ready != null) {
      URI url = URI.create(new ObjectMapper().readTree(ready).path("url").asText());
      run(folder, List.of("list", "--server", url.toString()));
      for (String page : List.of("/", "/metrics", "/api/v1/knowledge-bases/rehearsal")) {
        try (InputStream answer = url.resolve(page).toURL().openStream()) {
          answer.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
  }

  private static void run(Path folder, List<String> command) {
    run(folder, command, new PrintStream(OutputStream.nullOutputStream()));
  }

  private static void run(Path folder, List<String> command, PrintStream out) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal =
        new Terminal(
            new BufferedReader(Reader.nullReader()), out, nowhere, false, false, false, WIDTH);
    Map<String, String> environment =
        Map.of("INGESTION_DATA_ROOT", folder.resolve("data").toString());
    new Cli(terminal, InstalledModules::discover, environment).run(command.toArray(String[]::new));
  }
}

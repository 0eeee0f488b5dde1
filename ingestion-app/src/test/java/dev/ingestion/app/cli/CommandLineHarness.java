package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.InstalledModules;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs command lines over fake services and keeps what they print. */
final class CommandLineHarness {
  final FakeServices services = new FakeServices();
  final Map<String, String> environment = new HashMap<>();
  boolean onTerminal;
  String input = "";

  CommandLineHarness(Path dataRoot) {
    environment.put("INGESTION_DATA_ROOT", dataRoot.toString());
  }

  Outcome run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader(input)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            onTerminal,
            onTerminal,
            onTerminal,
            80);
    InstalledModules modules = new InstalledModules(List.of(new FakeModule(services)));
    int code = new Cli(terminal, () -> modules, environment).run(args);
    return new Outcome(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  record Outcome(int code, String out, String err) {}
}

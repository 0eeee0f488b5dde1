package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.InstalledModules;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** The commands there are, for tests that go through all of them. */
public final class CommandLines {
  private CommandLines() {}

  public static Set<String> names() {
    return all().getSubcommands().keySet();
  }

  public static CommandLine all() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Terminal terminal =
        new Terminal(
            new BufferedReader(new StringReader("")), nowhere, nowhere, false, false, false, 80);
    return new Cli(terminal, () -> new InstalledModules(List.of()), Map.of()).commandLine();
  }
}

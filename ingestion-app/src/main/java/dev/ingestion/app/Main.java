package dev.ingestion.app;

import dev.ingestion.app.cli.Cli;
import dev.ingestion.app.cli.Terminal;
import dev.ingestion.app.wiring.InstalledModules;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Runs one command. The launcher script says which of the standard streams are terminals. */
public final class Main {
  private static final int USUAL_WIDTH = 100;

  private Main() {}

  public static void main(String[] args) {
    int code = new Cli(terminal(), InstalledModules::discover, System.getenv()).run(args);
    System.exit(code);
  }

  private static Terminal terminal() {
    String terminals = System.getProperty("ingestion.terminals", "");
    boolean in = terminals.contains("0");
    boolean out = terminals.contains("1");
    boolean err = terminals.contains("2");
    boolean dumb = "dumb".equals(System.getenv("TERM"));
    String noColor = System.getenv("NO_COLOR");
    boolean color = noColor == null || noColor.isEmpty();
    return new Terminal(
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        stream(FileDescriptor.out, !out),
        stream(FileDescriptor.err, false),
        in && err,
        out && color && !dumb,
        err && !dumb,
        Integer.getInteger("ingestion.columns", USUAL_WIDTH));
  }

  private static PrintStream stream(FileDescriptor descriptor, boolean buffered) {
    FileOutputStream raw = new FileOutputStream(descriptor);
    return new PrintStream(
        buffered ? new BufferedOutputStream(raw, 1 << 16) : new BufferedOutputStream(raw),
        !buffered,
        StandardCharsets.UTF_8);
  }
}

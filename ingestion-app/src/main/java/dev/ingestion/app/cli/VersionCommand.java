package dev.ingestion.app.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "version",
    header = "Shows the version of the program and of Java.",
    footer = {"%nExample:", "  ingestion version"})
final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  @Mixin JsonOption json = new JsonOption();

  VersionCommand(CommandContext context) {
    this.context = context;
  }

  /** The version in one line. */
  static String inWords() {
    VersionView view = view();
    return "ingestion %s (Java %s, %s)".formatted(view.version, view.java, view.os);
  }

  private static VersionView view() {
    String version = VersionCommand.class.getPackage().getImplementationVersion();
    return new VersionView(
        Objects.requireNonNullElse(version, "development"),
        System.getProperty("java.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"));
  }

  @Override
  public Integer call() {
    if (json.wanted) {
      Json.print(context.terminal().out(), view());
    } else {
      context.terminal().out().println(inWords());
    }
    return ExitCode.COMPLETED;
  }

  private record VersionView(String version, String java, String os) {}
}

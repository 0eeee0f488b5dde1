package dev.ingestion.app.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "ingestion",
    header = "Turns folders of documents into searchable knowledge bases.",
    versionProvider = RootCommand.Version.class,
    synopsisHeading = "%nUsage: ",
    optionListHeading = "%nOptions of every command:%n",
    commandListHeading = "%nCommands:%n",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "%nExamples:",
      "  ingestion ingest docs --kb handbook",
      "  ingestion search handbook \"how do I resume a job\"",
      "  ingestion help ingest",
      "%nExit codes: 0 completed, 1 failed, 2 usage or configuration,",
      "3 completed with failed documents, 4 conflict, 130 interrupted."
    })
final class RootCommand implements Callable<Integer> {
  @Mixin final GlobalOptions options = new GlobalOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      hidden = true, // what help lists here, every command takes
      description = "Show the version.")
  boolean version;

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    CommandLine self = spec.commandLine();
    self.usage(self.getErr());
    return ExitCode.USAGE;
  }

  /** What {@code version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {VersionCommand.inWords()};
    }
  }
}

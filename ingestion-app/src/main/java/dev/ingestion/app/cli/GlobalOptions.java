package dev.ingestion.app.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
final class GlobalOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Read settings from this file instead of conf/ingestion.conf.")
  @Nullable Path config;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "Set one setting, for example -D ingestion.log-level=debug. Repeatable.")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description =
          "Give the command to the 'ingestion serve' at this address; see INGESTION_SERVER.")
  @Nullable String server;
}

package dev.ingestion.app.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where settings may stand besides the defaults; the later ones win.
 *
 * @param file a configuration file in HOCON, which must exist; null for none
 * @param environment all environment variables
 * @param overrides values by key, from the command line
 * @param options the option of its own that gave an override, by key; the others came with -D
 */
public record ConfigurationSources(
    @Nullable Path file,
    Map<String, String> environment,
    Map<String, String> overrides,
    Map<String, String> options) {
  public ConfigurationSources {
    environment = Map.copyOf(environment);
    overrides = Map.copyOf(overrides);
    options = Map.copyOf(options);
  }

  public ConfigurationSources(
      @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
    this(file, environment, overrides, Map.of());
  }

  /** The option that gave an override, for people. */
  String origin(String override) {
    return "option " + options.getOrDefault(override, "-D");
  }
}

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
 */
public record ConfigurationSources(
    @Nullable Path file, Map<String, String> environment, Map<String, String> overrides) {
  public ConfigurationSources {
    environment = Map.copyOf(environment);
    overrides = Map.copyOf(overrides);
  }
}

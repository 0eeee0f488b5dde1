package dev.ingestion.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/**
 * Settings of the launcher itself.
 *
 * @param dataRoot everything on disk lives under it
 * @param persistenceBackend name of the store that keeps snapshots of jobs
 * @param logLevel of the log file; the console shows warnings only
 * @param logFormat how the log file is written
 * @param enableCorrelationIds whether each line of the log file names job, knowledge base and
 *     worker
 * @param server address of the 'ingestion serve' that commands are given to; empty to run them here
 */
public record AppConfig(
    Path dataRoot,
    String persistenceBackend,
    LogLevel logLevel,
    LogFormat logFormat,
    boolean enableCorrelationIds,
    String server) {
  public AppConfig {
    if (dataRoot.toString().isBlank()) {
      throw new IllegalArgumentException("must name a folder");
    }
    if (!server.isEmpty() && !isAddress(server)) {
      throw new IllegalArgumentException(
          "server must be an address such as http://127.0.0.1:8080: " + server);
    }
  }

  private static boolean isAddress(String text) {
    try {
      return text.matches("https?://[^/?#\\s]+[^?#\\s]*") && new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}

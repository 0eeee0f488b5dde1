package dev.ingestion.app.config;

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
 */
public record AppConfig(
    Path dataRoot,
    String persistenceBackend,
    LogLevel logLevel,
    LogFormat logFormat,
    boolean enableCorrelationIds) {
  public AppConfig {
    if (dataRoot.toString().isBlank()) {
      throw new IllegalArgumentException("must name a folder");
    }
  }
}

package dev.ingestion.app.config;

/** How much the log file holds. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}

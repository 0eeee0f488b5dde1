package dev.ingestion.app.config;

/** How the log file is written. */
public enum LogFormat {
  /** A line for people. */
  PATTERN,
  /** A JSON object a line. */
  JSON
}

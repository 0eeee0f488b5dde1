package dev.ingestion.domain;

/** Who can mend an error, and therefore whether to retry and how to answer. */
public enum ErrorCategory {
  /** The input or the command is at fault; the same again gives the same. */
  USER,
  /** Somebody else holds or has changed what was asked for. */
  CONFLICT,
  /** A dependency is busy or away; a retry may succeed. */
  TRANSIENT,
  /** A defect or damage on our side. */
  INTERNAL
}

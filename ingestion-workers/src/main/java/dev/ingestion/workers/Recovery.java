package dev.ingestion.workers;

/** What becomes of a job whose process died. */
public enum Recovery {
  /** It is RUNNING, and whoever is asked to goes on with it. */
  CONTINUE,
  /** It is PAUSED at the next start. */
  PAUSE
}

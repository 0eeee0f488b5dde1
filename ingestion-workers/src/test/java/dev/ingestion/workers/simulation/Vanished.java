package dev.ingestion.workers.simulation;

/**
 * Unwinds a thread whose process has died. What the thread does on its way out touches memory that
 * nobody looks at any more; the ports are closed to it.
 */
final class Vanished extends Error {
  private static final long serialVersionUID = 1L;

  static final Vanished INSTANCE = new Vanished();

  private Vanished() {
    super("The process has died", null, false, false);
  }
}

package dev.ingestion.workers.simulation;

/** A promise was broken. */
final class Violation extends Error {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }

  Violation(String message, Throwable cause) {
    super(message, cause);
  }

  static void unless(boolean holds, String message, Object... arguments) {
    if (!holds) {
      throw new Violation(message.formatted(arguments));
    }
  }
}

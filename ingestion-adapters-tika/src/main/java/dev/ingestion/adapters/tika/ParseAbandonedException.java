package dev.ingestion.adapters.tika;

/** Ends a parse that nobody waits for any more. */
final class ParseAbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ParseAbandonedException() {
    super("The parse was given up");
  }
}

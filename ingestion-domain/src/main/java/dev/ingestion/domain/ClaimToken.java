package dev.ingestion.domain;

/**
 * The right to acknowledge the batches of one claim; never used twice.
 *
 * @param value 1 to 64 characters
 */
public record ClaimToken(String value) {
  @Override
  public String toString() {
    return value;
  }
}

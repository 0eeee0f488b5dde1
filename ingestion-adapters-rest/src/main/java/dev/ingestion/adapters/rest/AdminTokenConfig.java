package dev.ingestion.adapters.rest;

/**
 * The key {@code ingestion.api-token}.
 *
 * @param apiToken opens everything; empty for none
 */
public record AdminTokenConfig(String apiToken) {
  private static final int LEAST_CHARACTERS = 16;

  public AdminTokenConfig {
    if (!apiToken.isEmpty() && apiToken.length() < LEAST_CHARACTERS) {
      throw new IllegalArgumentException(
          "must have %d characters or more, best random ones: 'openssl rand -hex 32' makes some"
              .formatted(LEAST_CHARACTERS));
    }
    if (!apiToken.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("must be of visible ASCII characters, without spaces");
    }
  }

  boolean isGiven() {
    return !apiToken.isEmpty();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "AdminTokenConfig[" + (isGiven() ? "given" : "none") + "]";
  }
}

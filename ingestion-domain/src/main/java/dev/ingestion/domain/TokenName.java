package dev.ingestion.domain;

/**
 * Names a token, so that it can be listed, logged and revoked without being shown.
 *
 * <p>Matches {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$}; any other text is refused with {@link
 * ErrorCode#INVALID_ARGUMENT}.
 */
public record TokenName(String value) {
  public TokenName {
    Ids.requireSafe("token name", value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package dev.ingestion.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What is kept of a token: its SHA-256. Passwords need a slow hash with a salt because people
 * choose them and there are few that they choose. A token is 256 random bits: nobody can try even a
 * fraction of them, and none occurs twice, so that a fast hash without salt gives nothing away, and
 * the token can be found by it.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record TokenHash(String value) {
  private static final int DIGITS = 64;

  public TokenHash {
    if (!value.matches("[0-9a-f]{" + DIGITS + "}")) {
      throw new IllegalArgumentException("A hash has %d hexadecimal digits".formatted(DIGITS));
    }
  }

  /**
   * @param secret the token itself
   */
  public static TokenHash of(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return new TokenHash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Takes the same time whatever differs, unlike {@link #equals}. */
  public boolean matches(TokenHash other) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.US_ASCII), other.value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Not the hash: it has no place in a log. */
  @Override
  public String toString() {
    return "(hidden)";
  }
}

package dev.ingestion.domain;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Hashes a sequence of fields with SHA-256 so that no two different sequences collide by
 * concatenation: each field is preceded by its length.
 *
 * <p>Not thread-safe; make one for each value.
 */
public final class Digest {
  private final MessageDigest sha256;

  public Digest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  public Digest add(String field) {
    byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
    sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha256.update(bytes);
    return this;
  }

  public Digest add(long field) {
    return add(Long.toString(field));
  }

  /**
   * @param bytes how many of the 32 bytes to keep, at least 16
   * @return the first bytes of the hash in lower-case hexadecimal
   */
  public String hex(int bytes) {
    return HexFormat.of().formatHex(sha256.digest(), 0, bytes);
  }
}

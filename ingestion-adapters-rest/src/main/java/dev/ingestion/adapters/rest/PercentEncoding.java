package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text as it stands in an address. Decoded once, and refused if it is malformed. */
final class PercentEncoding {
  private PercentEncoding() {}

  /**
   * @throws IngestionException INVALID_ARGUMENT if it is malformed, or not UTF-8, or has a NUL
   */
  static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(digit(text, i + 1) * 16 + digit(text, i + 2));
        i += 2;
      }
    }
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (decoded.indexOf('\0') >= 0) {
        throw malformed(text, null);
      }
      return decoded;
    } catch (CharacterCodingException e) {
      throw malformed(text, e);
    }
  }

  /** A path, of which the slashes stay as they are. */
  static String encodePath(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted(b & 0xFF));
    }
    return encoded.toString();
  }

  private static int digit(String text, int place) {
    int digit = place < text.length() ? Character.digit(text.charAt(place), 16) : -1;
    if (digit < 0) {
      throw malformed(text, null);
    }
    return digit;
  }

  private static IngestionException malformed(String text, @Nullable Throwable cause) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "'%s' is not percent-encoded UTF-8"
            .formatted(text.length() > 80 ? text.substring(0, 80) + "…" : text),
        cause);
  }
}

package dev.ingestion.adapters.fs;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** Makes a printable text of a file name whose bytes are no text. */
final class UndecodableName {
  private UndecodableName() {}

  /**
   * @return the last name of the path, with all but printable ASCII as {@code \xNN}
   */
  static String escape(Path path) {
    StringBuilder escaped = new StringBuilder();
    for (byte b : lastName(path)) {
      if (b > ' ' && b < 0x7f && b != '\\') {
        escaped.append((char) b);
      } else {
        escaped.append("\\x%02x".formatted(b));
      }
    }
    return escaped.toString();
  }

  // A URI is the one form in which a path shows the bytes of its name.
  private static byte[] lastName(Path path) {
    String uri = path.toUri().getRawPath();
    String encoded = uri.substring(0, uri.endsWith("/") ? uri.length() - 1 : uri.length());
    encoded = encoded.substring(encoded.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < encoded.length(); i++) {
      if (encoded.charAt(i) == '%') {
        bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(encoded.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}

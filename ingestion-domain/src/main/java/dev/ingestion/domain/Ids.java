package dev.ingestion.domain;

import java.util.regex.Pattern;

/** The one rule for ids that people choose: they become file names, log fields and URL segments. */
final class Ids {
  private static final Pattern SAFE = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");

  private Ids() {}

  static String requireSafe(String what, String value) {
    if (!SAFE.matcher(value).matches()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is not a valid %s: use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit"
              .formatted(printable(value), what));
    }
    return value;
  }

  static String requireHex(String what, String value, int length) {
    if (value.length() != length || !isHex(value)) {
      throw new IllegalArgumentException(
          "%s must be %d lower-case hexadecimal digits: '%s'".formatted(what, length, value));
    }
    return value;
  }

  /** By hand, since every chunk has such ids: an expression takes far longer. */
  private static boolean isHex(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static String printable(String value) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}

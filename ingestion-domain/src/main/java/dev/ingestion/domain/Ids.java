package dev.ingestion.domain;

/**
 * The one rule for ids that people choose: they become file names, log fields and URL segments.
 * Checked by hand, since every row and every chunk has such ids: an expression takes far longer.
 */
final class Ids {
  private static final int LONGEST = 64;

  private Ids() {}

  static String requireSafe(String what, String value) {
    if (!isSafe(value)) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is not a valid %s: use 1 to 64 letters, digits, '.', '_' or '-', starting with a letter or digit"
              .formatted(printable(value), what));
    }
    return value;
  }

  private static boolean isSafe(String value) {
    if (value.isEmpty() || value.length() > LONGEST || !isLetterOrDigit(value.charAt(0))) {
      return false;
    }
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static String requireHex(String what, String value, int length) {
    if (value.length() != length || !isHex(value)) {
      throw new IllegalArgumentException(
          "%s must be %d lower-case hexadecimal digits: '%s'".formatted(what, length, value));
    }
    return value;
  }

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

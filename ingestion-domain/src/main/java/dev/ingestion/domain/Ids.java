package dev.ingestion.domain;

import java.util.regex.Pattern;

/** The one rule for ids that people choose: they become file names, log fields and URL segments. */
final class Ids {
  private static final Pattern SAFE = Pattern.compile("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$");
  private static final Pattern HEX = Pattern.compile("^[0-9a-f]+$");

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
    if (value.length() != length || !HEX.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "%s must be %d lower-case hexadecimal digits: '%s'".formatted(what, length, value));
    }
    return value;
  }

  private static String printable(String value) {
    String shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}

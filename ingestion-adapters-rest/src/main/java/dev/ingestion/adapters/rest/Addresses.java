package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import io.javalin.http.Context;
import java.util.Locale;

/**
 * Refuses addresses that say the same thing in two ways: whoever decides about access reads the
 * address, and so does whoever serves it.
 */
final class Addresses {
  private Addresses() {}

  static void check(Context context) {
    String path = context.path();
    int ids = path.length();
    for (String rest : new String[] {"/documents/", "/uploads/"}) {
      int begin = path.indexOf(rest);
      ids = begin < 0 ? ids : Math.min(ids, begin + rest.length());
    }
    if (path.lastIndexOf('%', ids - 1) >= 0) {
      throw refused(context, "percent-encoding");
    }
    for (String segment : path.split("/", -1)) {
      String plain = segment.toLowerCase(Locale.ROOT).replace("%2e", ".");
      if (plain.equals(".") || plain.equals("..")) {
        throw refused(context, "segments like '.' and '..'");
      }
    }
  }

  private static IngestionException refused(Context context, String what) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT, "Addresses have no %s: '%s'".formatted(what, context.path()));
  }
}

package dev.ingestion.adapters.rest;

import io.javalin.http.Context;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id by which a request is found again in the log. */
final class Correlation {
  static final String HEADER = "X-Correlation-Id";

  private static final String ATTRIBUTE = "correlation-id";
  private static final Pattern GIVEN = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Correlation() {}

  /** Takes over the client's id if it is harmless, and answers it in any case. */
  static void begin(Context context) {
    String given = context.header(HEADER);
    String id = given != null && GIVEN.matcher(given).matches() ? given : create();
    context.attribute(ATTRIBUTE, id);
    context.header(HEADER, id);
  }

  static String create() {
    return UUID.randomUUID().toString();
  }

  static String of(Context context) {
    return Objects.requireNonNull(orNull(context));
  }

  /** Null before {@link #begin}. */
  static @Nullable String orNull(Context context) {
    return context.attribute(ATTRIBUTE);
  }
}

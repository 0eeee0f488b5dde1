package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark: only parameters that are known, each once. */
final class Query {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final Map<String, String> values;

  private Query(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if it holds anything but these
   */
  static Query of(Context context, String... known) {
    Map<String, String> values = new TreeMap<>();
    String text = context.queryString();
    if (text != null && !text.isEmpty()) {
      for (String part : text.split("&", -1)) {
        int equals = part.indexOf('=');
        String name = decoded(equals < 0 ? part : part.substring(0, equals));
        String value = equals < 0 ? "" : decoded(part.substring(equals + 1));
        if (!Arrays.asList(known).contains(name)) {
          throw invalid(
              "The parameter '%s' is unknown; %s".formatted(name, Listed.thereAre(List.of(known))));
        }
        if (values.put(name, value) != null) {
          throw invalid("The parameter '%s' is given twice".formatted(name));
        }
      }
    }
    return new Query(values);
  }

  /** Such as {@link #of}, of a list that is given page by page. */
  static Query ofList(Context context, String... known) {
    return of(
        context,
        Stream.concat(Stream.of("limit", "cursor"), Stream.of(known)).toArray(String[]::new));
  }

  Optional<String> text(String name) {
    String value = values.get(name);
    if (value != null && value.isEmpty()) {
      throw invalid("The parameter '%s' is empty; give a value, or leave it out".formatted(name));
    }
    return Optional.ofNullable(value);
  }

  Optional<SourceName> source() {
    return text("source").map(SourceName::new);
  }

  int limit() {
    return limit(USUAL);
  }

  int limit(int usual) {
    Optional<String> text = text("limit");
    if (text.isEmpty()) {
      return usual;
    }
    long limit = Input.number("limit", text.get());
    if (limit > MOST) {
      throw invalid("The limit must be from 1 to %d: %d".formatted(MOST, limit));
    }
    return (int) limit;
  }

  /** Where the page before ended; null for the first page. */
  @Nullable String cursor() {
    return text("cursor").map(Query::place).orElse(null);
  }

  /** The cursor of a page that begins behind this place. */
  static String cursor(String place) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(place.getBytes(StandardCharsets.UTF_8));
  }

  private static String place(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw noCursor(e);
    }
  }

  static IngestionException noCursor(@Nullable Throwable cause) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "The cursor is none that was answered; give the 'next' of the page before, or none",
        cause);
  }

  /** One of a closed set of words. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type, boolean lowerCase) {
    return text(name)
        .map(
            value -> {
              for (E constant : type.getEnumConstants()) {
                if (word(constant, lowerCase).equals(value)) {
                  return constant;
                }
              }
              throw invalid(
                  "The parameter '%s' must be %s: '%s'"
                      .formatted(
                          name,
                          Listed.oneOf(
                              Arrays.stream(type.getEnumConstants())
                                  .map(constant -> word(constant, lowerCase))
                                  .toList()),
                          value));
            });
  }

  private static String word(Enum<?> constant, boolean lowerCase) {
    return lowerCase ? constant.name().toLowerCase(Locale.ROOT) : constant.name();
  }

  private static String decoded(String text) {
    return PercentEncoding.decode(text.replace('+', ' '));
  }

  private static IngestionException invalid(String message) {
    return new IngestionException(ErrorCode.INVALID_ARGUMENT, message);
  }
}

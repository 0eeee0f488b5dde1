package dev.ingestion.adapters.rest;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import io.javalin.http.Context;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes requests apart, and takes nothing that it does not understand. Thread-safe. */
final class Input {
  private final JsonCodec json;
  private final RestConfig config;

  @Inject
  Input(JsonCodec json, RestConfig config) {
    this.json = json;
    this.config = config;
  }

  static KnowledgeBaseId kb(Context context) {
    return new KnowledgeBaseId(context.pathParam("kb_id"));
  }

  static SourceName source(Context context) {
    return new SourceName(context.pathParam("source"));
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if a key of a body is not there
   */
  static void require(String key, @Nullable Object value) {
    if (value == null) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "The request has no '%s', and it is wanted; see /docs".formatted(key));
    }
  }

  static long number(String what, String text) {
    try {
      long number = Long.parseLong(text);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw refused(what, text, e);
    }
    throw refused(what, text, null);
  }

  private static IngestionException refused(String what, String text, @Nullable Exception cause) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT,
        "The %s must be a whole number from 1: '%s'".formatted(what, text),
        cause);
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if there is no body, or none of this form
   */
  <T> T body(Context context, Class<T> type) {
    return optionalBody(context, type)
        .orElseThrow(
            () ->
                new IngestionException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The request has no body, and one is wanted; see /docs for its form"));
  }

  <T> Optional<T> optionalBody(Context context, Class<T> type) {
    return optionalBody(context, type, config.maxBody());
  }

  /**
   * @param most bytes that it may have
   */
  <T> Optional<T> optionalBody(Context context, Class<T> type, ByteSize most) {
    byte[] body = bytes(context, most);
    if (body.length == 0) {
      return Optional.empty();
    }
    String media = context.contentType();
    if (media == null || !isJson(media)) {
      throw new IngestionException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE,
          "The body must be JSON and say so with 'Content-Type: application/json'; it is %s"
              .formatted(media == null ? "of no type" : "'" + media + "'"));
    }
    return Optional.of(json.read(body, type));
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if there is a body
   */
  void noBody(Context context) {
    if (bytes(context, config.maxBody()).length > 0) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "%s takes no body; leave it out".formatted(context.path()));
    }
  }

  private static byte[] bytes(Context context, ByteSize limit) {
    int most = Math.toIntExact(limit.bytes());
    if (context.contentLength() > most) {
      throw tooLarge(limit);
    }
    try {
      byte[] body = context.bodyInputStream().readNBytes(most + 1);
      if (body.length > most) {
        throw tooLarge(limit);
      }
      return body;
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "The body of the request ended too early", e);
    }
  }

  static IngestionException tooLarge(ByteSize most) {
    return new IngestionException(
        ErrorCode.TOO_LARGE, "The body of the request is larger than " + most);
  }

  /** Whether a media type is that of JSON, whatever its parameters. */
  static boolean isJson(String media) {
    int end = media.indexOf(';');
    String type = (end < 0 ? media : media.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    return type.equals("application/json");
  }
}

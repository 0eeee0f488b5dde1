package dev.ingestion.domain;

import java.util.regex.Pattern;

/**
 * Chosen by a client for one request, so that the request can be sent again without being done
 * again.
 *
 * @param value 1 to 128 visible ASCII characters; any other text is refused with {@link
 *     ErrorCode#INVALID_ARGUMENT}
 */
public record RequestKey(String value) {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{1,128}");

  public RequestKey {
    if (!VISIBLE.matcher(value).matches()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "An idempotency key is 1 to 128 visible ASCII characters without spaces");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

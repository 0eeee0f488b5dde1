package dev.ingestion.domain;

/**
 * Names one source of a knowledge base; part of every {@link DocumentKey}.
 *
 * <p>Matches {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$}; any other text is refused with {@link
 * ErrorCode#INVALID_ARGUMENT}.
 */
public record SourceName(String value) {
  /** The source of a knowledge base that names none. */
  public static final SourceName DEFAULT = new SourceName("default");

  public SourceName {
    Ids.requireSafe("source name", value);
  }

  @Override
  public String toString() {
    return value;
  }
}

package dev.ingestion.domain;

/**
 * Names a knowledge base; the correlation id {@code kb_id} of every log line about it.
 *
 * <p>Matches {@code ^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$}, so that it is safe as a file name and in a
 * URL.
 *
 * <p>Any other text is refused with {@link ErrorCode#INVALID_ARGUMENT}.
 */
public record KnowledgeBaseId(String value) {
  public KnowledgeBaseId {
    Ids.requireSafe("knowledge base id", value);
  }

  @Override
  public String toString() {
    return value;
  }
}

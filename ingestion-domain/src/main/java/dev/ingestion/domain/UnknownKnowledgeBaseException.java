package dev.ingestion.domain;

/**
 * There is no such knowledge base, or none that may be known of: the same is said of both, so that
 * nobody can tell them apart.
 */
public final class UnknownKnowledgeBaseException extends IngestionException {
  private static final long serialVersionUID = 1L;

  public UnknownKnowledgeBaseException(KnowledgeBaseId kb) {
    this(kb.value());
  }

  /**
   * @param kb as it was asked for
   */
  public UnknownKnowledgeBaseException(String kb) {
    super(ErrorCode.UNKNOWN_KNOWLEDGE_BASE, "There is no knowledge base '%s'".formatted(kb));
  }
}

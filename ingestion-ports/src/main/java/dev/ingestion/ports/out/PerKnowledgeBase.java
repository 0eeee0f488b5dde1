package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.Map;

/**
 * Settings of which each knowledge base may have its own. Immutable.
 *
 * @param general those of all knowledge bases that have none of their own
 * @param own complete, with what is general where nothing else was given
 */
public record PerKnowledgeBase<T extends Record>(T general, Map<KnowledgeBaseId, T> own) {
  public PerKnowledgeBase {
    own = Map.copyOf(own);
  }

  /** The same for all. */
  public static <T extends Record> PerKnowledgeBase<T> same(T general) {
    return new PerKnowledgeBase<>(general, Map.of());
  }

  public T of(KnowledgeBaseId kb) {
    return own.getOrDefault(kb, general);
  }
}

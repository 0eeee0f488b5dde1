package dev.ingestion.ports.out;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;
import java.time.Instant;

/**
 * A knowledge base as it is stored.
 *
 * @param building the index that the ledger describes and jobs write to
 * @param serving the index that search reads; another than {@code building} only while a second
 *     index is being built for a new embedding space
 * @param indexCheckpoint number of the last index commit that was acknowledged in {@code building};
 *     0 if none was
 * @param deleting whether its deletion was begun; nothing but finishing that is allowed then
 */
public record KnowledgeBase(
    KnowledgeBaseId id,
    IndexRef building,
    IndexRef serving,
    long indexCheckpoint,
    boolean deleting,
    Instant createdAt) {

  public EmbeddingSpace space() {
    return building.space();
  }
}

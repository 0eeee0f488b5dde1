package dev.ingestion.ports.out;

import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.KnowledgeBaseId;

/**
 * Which index is meant, and whose it has to be. An index carries these in every commit.
 *
 * @param databaseId identifies the database whose ledger describes the index
 * @param indexId identifies the index; safe as a file name; never used again
 */
public record IndexRef(
    KnowledgeBaseId kb, String databaseId, String indexId, EmbeddingSpace space) {}

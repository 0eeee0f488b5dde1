package dev.ingestion.ports.out;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.chunking.Chunk;

/**
 * One chunk on its way from the producer to the index, with all that the index shows of it.
 *
 * @param title the document's title; empty if it has none
 */
public record WorkItem(
    Generation generation, DocumentKey document, String title, ChunkId id, Chunk chunk) {}

package dev.ingestion.ports.out;

import dev.ingestion.domain.chunking.ChunkingSettings;

/**
 * A pipeline by the names of its parts: a source, its steps and a sink. Registered under its own
 * name, which jobs store, so that any node that knows the name can continue them.
 *
 * @param source kind of source, names a {@link DocumentSourceProvider}
 * @param parser names a {@link DocumentParser}
 * @param embedding names an {@link EmbeddingModel}
 * @param index names a {@link ChunkIndex}
 */
public record PipelineDefinition(
    String name,
    String source,
    String parser,
    ChunkingSettings chunking,
    String embedding,
    String index) {}

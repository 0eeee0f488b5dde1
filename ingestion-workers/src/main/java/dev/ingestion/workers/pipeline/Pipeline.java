package dev.ingestion.workers.pipeline;

import dev.ingestion.domain.PipelineFingerprint;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;

/**
 * A pipeline with its parts: a source, its steps and a sink.
 *
 * @param name under which jobs store it
 * @param sourceKind the name of its source's kind
 * @param fingerprint changes whenever its steps would make something else of a document
 */
public record Pipeline(
    String name,
    String sourceKind,
    PipelineFingerprint fingerprint,
    DocumentSourceProvider sources,
    DocumentPreparer preparer,
    EmbeddingModel model,
    ChunkIndex index) {}

package dev.ingestion.app.config;

/**
 * Names of the parts of the pipeline that {@code ingest} uses; {@code adapters} lists those there
 * are.
 */
public record PipelineConfig(String source, String parser, String embedding, String index) {}

package dev.ingestion.ports.out;

import dev.ingestion.domain.KnowledgeBaseSettings;

/**
 * @param version from 1; grows by one with every change
 */
public record StoredSettings(KnowledgeBaseSettings settings, long version) {}

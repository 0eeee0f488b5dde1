package dev.ingestion.adapters.db;

/** The key {@code ingestion.durability}. */
public record DurabilityConfig(Durability durability) {}

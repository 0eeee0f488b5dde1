package dev.ingestion.adapters.db;

/**
 * What a batch is claimed and taken away by.
 *
 * @param attempts failed attempts so far
 */
record BatchRow(long id, String job, int chunks, long bytes, int attempts) {}

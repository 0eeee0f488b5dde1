package dev.ingestion.ports.out;

import dev.ingestion.domain.VectorKey;

/**
 * A chunk and its vector.
 *
 * @param vectorKey what was embedded to get the vector
 * @param vector of the index's dimension and of unit length; not changed by anybody afterwards
 */
@SuppressWarnings(
    "ArrayRecordComponent") // a copy of every vector would double the cost of an upsert
public record IndexEntry(WorkItem item, VectorKey vectorKey, float[] vector) {}

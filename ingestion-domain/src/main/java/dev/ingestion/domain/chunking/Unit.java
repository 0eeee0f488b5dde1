package dev.ingestion.domain.chunking;

/**
 * The smallest slice of a document that the chunker moves about: a sentence or a line if that is
 * not too long, a part of one otherwise.
 *
 * @param boundary what begins with it
 * @param start offset of its first character, which is not white space
 * @param end offset after its last character, which is not white space
 * @param cost as {@link Ruler} measures it, at least 1
 */
record Unit(Boundary boundary, int start, int end, int cost) {}

package dev.ingestion.adapters.tika;

import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;

/**
 * The document, or one that is embedded in it.
 *
 * @param depth 0 for the document itself
 */
record Part(TikaInputStream stream, Metadata metadata, MediaType type, int depth) {}

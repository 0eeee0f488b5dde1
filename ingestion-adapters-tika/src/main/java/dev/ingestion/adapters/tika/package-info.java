/** Makes text and structure of documents: Tika's parsers, and our own for HTML and plain text. */
@NullMarked
package dev.ingestion.adapters.tika;

import org.jspecify.annotations.NullMarked;

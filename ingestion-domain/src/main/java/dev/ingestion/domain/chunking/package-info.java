/** Cutting a parsed document into chunks that a model reads whole. */
@NullMarked
package dev.ingestion.domain.chunking;

import org.jspecify.annotations.NullMarked;

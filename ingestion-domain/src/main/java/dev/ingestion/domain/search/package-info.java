/** Bringing rankings together. */
@NullMarked
package dev.ingestion.domain.search;

import org.jspecify.annotations.NullMarked;

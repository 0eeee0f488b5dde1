/** When a source is ingested again by itself, and what came of it. */
@NullMarked
package dev.ingestion.domain.schedule;

import org.jspecify.annotations.NullMarked;

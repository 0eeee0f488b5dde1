/** Who is served next of those that wait. */
@NullMarked
package dev.ingestion.domain.queue;

import org.jspecify.annotations.NullMarked;

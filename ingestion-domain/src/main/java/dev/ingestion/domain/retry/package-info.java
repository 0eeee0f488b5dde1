/** When to try again, and when to give up. */
@NullMarked
package dev.ingestion.domain.retry;

import org.jspecify.annotations.NullMarked;

/** Runs that nobody asks for one by one: at times that were fixed, and after changes. */
@NullMarked
package dev.ingestion.workers.schedule;

import org.jspecify.annotations.NullMarked;

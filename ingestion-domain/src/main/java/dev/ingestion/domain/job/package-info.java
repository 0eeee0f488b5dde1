/** The life of a job: its states, its counts and the one table of allowed transitions. */
@NullMarked
package dev.ingestion.domain.job;

import org.jspecify.annotations.NullMarked;

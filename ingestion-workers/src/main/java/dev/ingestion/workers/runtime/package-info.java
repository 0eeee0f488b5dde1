/** What runs: jobs, their threads and states, and the indexes they have open. */
@NullMarked
package dev.ingestion.workers.runtime;

import org.jspecify.annotations.NullMarked;
